import Foundation

/// A map of one plane to another by polynomials of two variables, up to some order.
///
/// The variables are shifted and scaled to about -1 … 1 first, which keeps the fit well conditioned.
package struct PlanePolynomial: Sendable {
    package let order: Int
    let origin: SIMD2<Double>
    let unit: Double
    /// For the terms u^p v^q with p + q ≤ order, in the order of `exponents`.
    let coefficients: [SIMD2<Double>]

    static func termCount(_ order: Int) -> Int { (order + 1) * (order + 2) / 2 }

    /// (0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), …
    static func exponents(_ order: Int) -> [(p: Int, q: Int)] {
        (0...order).flatMap { sum in (0...sum).map { (sum - $0, $0) } }
    }

    package func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
        let t = (point - origin) / unit
        // Horner's scheme in u, for each of the powers of v: the term u^p v^q stands at (p + q)(p + q + 1) / 2 + q.
        var sum = SIMD2<Double>.zero
        for q in stride(from: order, through: 0, by: -1) {
            var row = SIMD2<Double>.zero
            for p in stride(from: order - q, through: 0, by: -1) {
                row = row * t.x + coefficients[(p + q) * (p + q + 1) / 2 + q]
            }
            sum = sum * t.y + row
        }
        return sum
    }

    /// Weighted least squares.
    ///
    /// - Returns: nil where the points do not determine it.
    package init?(order: Int, from points: [SIMD2<Double>], to values: [SIMD2<Double>], weights: [Double]? = nil) {
        let count = Self.termCount(order)
        guard points.count >= count, points.count == values.count else { return nil }
        var low = points[0]
        var high = points[0]
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        let origin = (low + high) / 2
        let unit = max((high - low).max() / 2, 1e-300)
        var matrix = [Double](repeating: 0, count: count * count)
        var right = [SIMD2<Double>](repeating: .zero, count: count)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { terms in
            matrix.withUnsafeMutableBufferPointer { matrix in
                for (index, point) in points.enumerated() {
                    let t = (point - origin) / unit
                    let weight = weights?[index] ?? 1
                    // Each sum of exponents from the one before: its terms times u, and the last one times v.
                    terms[0] = 1
                    var begin = 0
                    for sum in 0..<order {
                        for place in 0...sum { terms[begin + sum + 1 + place] = terms[begin + place] * t.x }
                        terms[begin + 2 * sum + 2] = terms[begin + sum] * t.y
                        begin += sum + 1
                    }
                    for row in 0..<count {
                        let term = terms[row] * weight
                        right[row] += values[index] * term
                        for column in 0...row { matrix[row * count + column] += term * terms[column] }
                    }
                }
            }
        }
        guard let solved = Self.solve(&matrix, right, count) else { return nil }
        self.order = order
        self.origin = origin
        self.unit = unit
        coefficients = solved
    }

    init(order: Int, origin: SIMD2<Double>, unit: Double, coefficients: [SIMD2<Double>]) {
        self.order = order
        self.origin = origin
        self.unit = unit
        self.coefficients = coefficients
    }

    /// Cholesky; the lower triangle of `matrix` is given and overwritten.
    private static func solve(_ matrix: inout [Double], _ right: [SIMD2<Double>], _ count: Int) -> [SIMD2<Double>]? {
        var largest = 0.0
        for row in 0..<count { largest = max(largest, matrix[row * count + row]) }
        for row in 0..<count {
            for column in 0...row {
                var sum = matrix[row * count + column]
                for k in 0..<column { sum -= matrix[row * count + k] * matrix[column * count + k] }
                if row == column {
                    guard sum > largest * 1e-13, sum.isFinite else { return nil }
                    matrix[row * count + row] = sum.squareRoot()
                } else {
                    matrix[row * count + column] = sum / matrix[column * count + column]
                }
            }
        }
        var out = right
        for row in 0..<count {
            for k in 0..<row { out[row] -= out[k] * matrix[row * count + k] }
            out[row] /= matrix[row * count + row]
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            for k in row + 1..<max(row + 1, count) { out[row] -= out[k] * matrix[k * count + row] }
            out[row] /= matrix[row * count + row]
        }
        return out
    }
}

extension PlanePolynomial {
    /// The coefficients of u^p v^q of the variables themselves, neither shifted nor scaled.
    package var plainTerms: [SIMD2<Double>] {
        let exponents = Self.exponents(order)
        var out = [SIMD2<Double>](repeating: .zero, count: exponents.count)
        for (place, exponent) in exponents.enumerated() {
            let factor = coefficients[place] / pow(unit, Double(exponent.p + exponent.q))
            // (u - u0)^p (v - v0)^q by the binomial theorem.
            for i in 0...exponent.p {
                for j in 0...exponent.q {
                    let share =
                        Self.binomial(exponent.p, i) * pow(-origin.x, Double(exponent.p - i))
                        * Self.binomial(exponent.q, j) * pow(-origin.y, Double(exponent.q - j))
                    out[(i + j) * (i + j + 1) / 2 + j] += factor * share
                }
            }
        }
        return out
    }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<min(k, n - k)).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
}
