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

    /// Weighted least squares over complex numbers.
    private static func fitted(
        _ points: [SIMD2<Double>], _ values: [SIMD2<Double>], _ weights: [Double], _ bends: Bool
    ) -> (terms: [SIMD2<Double>], miss: Double)? {
        let count = bends ? 3 : 2
        func basis(_ z: SIMD2<Double>) -> [SIMD2<Double>] {
            [SIMD2(1, 0), z, z * (z.x * z.x + z.y * z.y)]
        }
        var rows = [[SIMD2<Double>]](repeating: [SIMD2<Double>](repeating: .zero, count: count + 1), count: count)
        for index in points.indices {
            let terms = basis(points[index])
            for row in 0..<count {
                let conjugate = SIMD2(terms[row].x, -terms[row].y) * weights[index]
                for column in 0..<count { rows[row][column] += product(conjugate, terms[column]) }
                rows[row][count] += product(conjugate, values[index])
            }
        }
        // Gauss, without pivots: the matrix is positive definite.
        for pivot in 0..<count {
            let head = rows[pivot][pivot]
            guard head.x > 1e-12 * Double(points.count), head.x.isFinite else { return nil }
            for row in 0..<count where row != pivot {
                let factor = rows[row][pivot] / head.x
                for column in pivot...count { rows[row][column] -= product(factor, rows[pivot][column]) }
            }
        }
        let terms = (0..<count).map { rows[$0][count] / rows[$0][$0].x }
        var miss = 0.0
        for index in points.indices {
            let there = zip(basis(points[index]), terms).reduce(SIMD2<Double>.zero) { $0 + product($1.0, $1.1) }
            let off = there - values[index]
            miss += weights[index] * (off.x * off.x + off.y * off.y)
        }
        return (terms, miss)
    }

    private static func product(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
    }
}
