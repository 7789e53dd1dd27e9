import Foundation

/// A path round the Sun on which nothing but the Sun acts: elliptic, parabolic or hyperbolic.
///
/// Osculating elements hold for years near their epoch; planets' pulls are not followed.
public struct Orbit: Sendable, Hashable {
    /// Distance of the perihelion in au, above 0.
    public let perihelionDistance: Double
    /// 0 for a circle, 1 for a parabola, above for a hyperbola.
    public let eccentricity: Double
    /// Time of the perihelion, TT, as a Julian date.
    public let perihelionTime: Double
    /// The orbit's plane and perihelion as unit vectors, ICRS: towards the perihelion, and 90° on in the sense of motion.
    let toPerihelion: SIMD3<Double>
    let ahead: SIMD3<Double>

    /// Gauss's constant: the Sun's pull in au and days is its square.
    static let gauss = 0.01720209895

    /// - Parameters:
    ///   - perihelionDistance: au, above 0.
    ///   - perihelionTime: Julian date, TT.
    ///   - argument: of the perihelion; degrees, ecliptic and equinox J2000, as `node` and `inclination`.
    /// - Returns: nil for numbers that describe no orbit.
    public init?(
        perihelionDistance: Double, eccentricity: Double, perihelionTime: Double, argument: Double, node: Double, inclination: Double
    ) {
        let numbers = [perihelionDistance, eccentricity, perihelionTime, argument, node, inclination]
        guard numbers.allSatisfy(\.isFinite), perihelionDistance > 0, eccentricity >= 0 else { return nil }
        self.perihelionDistance = perihelionDistance
        self.eccentricity = eccentricity
        self.perihelionTime = perihelionTime
        let (w, o, i) = (argument * .pi / 180, node * .pi / 180, inclination * .pi / 180)
        func direction(_ angle: Double) -> SIMD3<Double> {
            Ecliptic.toICRS(
                SIMD3(
                    cos(o) * cos(angle) - sin(o) * sin(angle) * cos(i), sin(o) * cos(angle) + cos(o) * sin(angle) * cos(i),
                    sin(angle) * sin(i)))
        }
        toPerihelion = direction(w)
        ahead = direction(w + .pi / 2)
    }

    /// Elements as the Minor Planet Center lists them for asteroids.
    ///
    /// - Parameters:
    ///   - semimajorAxis: au.
    ///   - meanAnomaly: degrees, at `epoch` (Julian date, TT).
    public init?(
        semimajorAxis: Double, eccentricity: Double, meanAnomaly: Double, epoch: Double, argument: Double, node: Double, inclination: Double
    ) {
        guard eccentricity < 1, semimajorAxis > 0 else { return nil }
        let motion = Self.gauss / (semimajorAxis * semimajorAxis.squareRoot())
        let anomaly = (meanAnomaly * .pi / 180).remainder(dividingBy: 2 * .pi)
        self.init(
            perihelionDistance: semimajorAxis * (1 - eccentricity), eccentricity: eccentricity, perihelionTime: epoch - anomaly / motion,
            argument: argument, node: node, inclination: inclination)
    }

    /// Heliocentric place in au, ICRS axes, at a time in days TT since J2000.0.
    ///
    /// Universal variables from the perihelion, so that nearly parabolic orbits lose nothing (Danby, Fundamentals of Celestial Mechanics, 6.9).
    func place(_ days: Double) -> SIMD3<Double> {
        let (q, e) = (perihelionDistance, eccentricity)
        let alpha = (1 - e) / q
        var sinceInDays = days + 2_451_545 - perihelionTime
        if alpha > 0 { sinceInDays.formRemainder(dividingBy: 2 * .pi / (Self.gauss * alpha * alpha.squareRoot())) }
        let wanted = Self.gauss * abs(sinceInDays)
        var (low, high) = (0.0, wanted / q)
        if alpha > 0 { high = min(high, 3.1416 / alpha.squareRoot()) }
        // Beyond this a hyperbola's sinh would overflow; the time it stands for is longer than any asked for.
        if alpha < 0 { high = min(high, 300 / (-alpha).squareRoot()) }
        var chi = min(high, (6 * wanted / max(e, 0.1)).squareRoot().squareRoot())
        for _ in 0..<200 {
            let (c, s) = Self.stumpff(alpha * chi * chi)
            let miss = q * chi + e * chi * chi * chi * s - wanted
            if miss > 0 { high = chi } else { low = chi }
            var next = chi - miss / (q + e * chi * chi * c)
            if !(next > low && next < high) { next = (low + high) / 2 }
            let step = abs(next - chi)
            chi = next
            if step <= 1e-15 * max(1, chi) { break }
        }
        let (c, s) = Self.stumpff(alpha * chi * chi)
        let along = q - chi * chi * c
        let across = ((1 + e) / q).squareRoot() * (q * chi - (1 - e) * chi * chi * chi * s)
        return along * toPerihelion + (sinceInDays < 0 ? -across : across) * ahead
    }

    /// Stumpff's functions c₂ and c₃.
    private static func stumpff(_ z: Double) -> (Double, Double) {
        if abs(z) < 0.1 {
            var (c, s, term) = (0.0, 0.0, 0.5)
            for k in 0..<8 {
                c += term
                s += term / Double(2 * k + 3)
                term *= -z / Double((2 * k + 3) * (2 * k + 4))
            }
            return (c, s)
        }
        let root = abs(z).squareRoot()
        if z > 0 { return ((1 - cos(root)) / z, (root - sin(root)) / (z * root)) }
        return ((cosh(root) - 1) / -z, (sinh(root) - root) / (-z * root))
    }
}
