/// A map of pixels to the sky's plane as most lenses make it: turned and scaled, and bent evenly around the middle. It has so few
/// coefficients that ten stars determine it, where polynomials need forty.
///
/// With pixels z as complex numbers, mirrored where the picture is: w = τ + α z + β z |z|².
package enum LensFit {
    /// - Parameters:
    ///   - points: pixels, relative to the middle of the picture.
    ///   - bends: whether β is fitted; else it is 0.
    /// - Returns: the map as a polynomial of order 3, or 1 where it does not bend; nil where the points do not determine it.
    package static func map(
        from points: [SIMD2<Double>], to values: [SIMD2<Double>], weights: [Double], bends: Bool
    ) -> PlanePolynomial? {
        let unit = points.map { max(abs($0.x), abs($0.y)) }.max() ?? 0
        guard unit > 0, points.count >= (bends ? 4 : 3) else { return nil }
        let fits = [1.0, -1].compactMap { sign in
            fitted(points.map { SIMD2($0.x, sign * $0.y) / unit }, values, weights, bends).map { (sign: sign, $0.terms, miss: $0.miss) }
        }
        guard let (sign, terms, _) = fits.min(by: { $0.miss < $1.miss }) else { return nil }
        func down(_ term: SIMD2<Double>) -> SIMD2<Double> { SIMD2(-sign * term.y, sign * term.x) }
        var coefficients = [terms[0], terms[1], down(terms[1])]
        if bends {
            let (x, y) = (terms[2], down(terms[2]))
            coefficients += [.zero, .zero, .zero, x, y, x, y]
        }
        return PlanePolynomial(order: bends ? 3 : 1, origin: .zero, unit: unit, coefficients: coefficients)
    }

    /// Weighted least squares over complex numbers; the third term is 0 where it does not bend.
    private static func fitted(
        _ points: [SIMD2<Double>], _ values: [SIMD2<Double>], _ weights: [Double], _ bends: Bool
    ) -> (terms: [SIMD2<Double>], miss: Double)? {
        // Of the normal equations: sums of weights w, of w z, w |z|², w z|z|², w |z|⁴, w |z|⁶, and of w times a value and 1, z̄, z̄ |z|².
        var (s0, s2, s4, s6) = (0.0, 0.0, 0.0, 0.0)
        var (z1, z3) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
        var (v0, v1, v3) = (SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero)
        for index in points.indices {
            let (z, weight) = (points[index], weights[index])
            let square = z.x * z.x + z.y * z.y
            let wz = z * weight
            (s0, s2, s4, s6) = (
                s0 + weight, s2 + weight * square, s4 + weight * square * square, s6 + weight * square * square * square
            )
            z1 += wz
            z3 += wz * square
            let value = values[index]
            v0 += value * weight
            let turned = product(SIMD2(wz.x, -wz.y), value)
            v1 += turned
            v3 += turned * square
        }
        func real(_ value: Double) -> SIMD2<Double> { SIMD2(value, 0) }
        func conjugate(_ value: SIMD2<Double>) -> SIMD2<Double> { SIMD2(value.x, -value.y) }
        var rows = [
            [real(s0), z1, z3, v0],
            [conjugate(z1), real(s2), real(s4), v1],
            [conjugate(z3), real(s4), real(s6), v3],
        ]
        let count = bends ? 3 : 2
        // Gauss, without pivots: the matrix is positive definite.
        for pivot in 0..<count {
            let head = rows[pivot][pivot]
            guard head.x > 1e-12 * Double(points.count), head.x.isFinite else { return nil }
            for row in 0..<count where row != pivot {
                let factor = rows[row][pivot] / head.x
                for column in pivot..<4 { rows[row][column] -= product(factor, rows[pivot][column]) }
            }
        }
        let terms = (0..<3).map { $0 < count ? rows[$0][3] / rows[$0][$0].x : .zero }
        let (constant, linear, bend) = (terms[0], terms[1], terms[2])
        var miss = 0.0
        for index in points.indices {
            let z = points[index]
            let off = constant + product(linear + bend * (z.x * z.x + z.y * z.y), z) - values[index]
            miss += weights[index] * (off.x * off.x + off.y * off.y)
        }
        return (terms, miss)
    }

    private static func product(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
    }
}
