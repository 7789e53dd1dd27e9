/// The SIP distortion: offsets from CRPIX (u, v) are moved by A(u, v) and B(u, v) before the linear part.
///
/// Shupe et al. 2005, "The SIP convention for representing distortion in FITS image headers". Evaluated here rather than in
/// wcslib, so that the inverse does not depend on the quality (or existence) of AP and BP.
struct SIPDistortion: Sendable, Hashable {
    var a: SIPPolynomial
    var b: SIPPolynomial
    /// The approximate inverse, kept for others who read the header.
    var inverse: (ap: SIPPolynomial, bp: SIPPolynomial)? {
        get { ap.flatMap { ap in bp.map { (ap, $0) } } }
        set { (ap, bp) = (newValue?.ap, newValue?.bp) }
    }
    private var ap: SIPPolynomial?
    private var bp: SIPPolynomial?

    init(a: SIPPolynomial, b: SIPPolynomial) {
        self.a = a
        self.b = b
    }

    func distort(_ u: Double, _ v: Double) -> (u: Double, v: Double) {
        (u + a.value(u, v).value, v + b.value(u, v).value)
    }

    /// The offset that `distort` moves to (u, v): Newton's method to 1e-10 px; nil where it does not converge, which is where the
    /// polynomials fold over, far outside the picture they were fitted to.
    func undistort(_ u: Double, _ v: Double) -> (u: Double, v: Double)? {
        var (x, y) = (u, v)
        for _ in 0..<50 {
            let (f, g) = (a.value(x, y), b.value(x, y))
            let (du, dv) = (u - x - f.value, v - y - g.value)
            let determinant = (1 + f.du) * (1 + g.dv) - f.dv * g.du
            guard determinant > 1e-6 else { return nil }
            let stepX = (du * (1 + g.dv) - dv * f.dv) / determinant
            let stepY = (dv * (1 + f.du) - du * g.du) / determinant
            x += stepX
            y += stepY
            guard x.isFinite, y.isFinite else { return nil }
            if max(abs(stepX), abs(stepY)) < 1e-10 * max(1, abs(x), abs(y)) { return (x, y) }
        }
        return nil
    }
}
