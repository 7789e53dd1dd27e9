/// A polynomial in two variables: the sum of c[p][q] uᵖ vᵠ with p + q up to the order.
struct SIPPolynomial: Sendable, Hashable {
    /// Square, `order + 1` on a side; zero beyond the order.
    private(set) var coefficients: [[Double]]

    var order: Int { coefficients.count - 1 }

    init(order: Int) {
        coefficients = Array(repeating: Array(repeating: 0, count: order + 1), count: order + 1)
    }

    subscript(p: Int, q: Int) -> Double {
        get { coefficients[p][q] }
        set { coefficients[p][q] = newValue }
    }

    var isZero: Bool { coefficients.allSatisfy { $0.allSatisfy { $0 == 0 } } }

    /// The value and both derivatives, by Horner's rule.
    func value(_ u: Double, _ v: Double) -> (value: Double, du: Double, dv: Double) {
        var (value, du, dv) = (0.0, 0.0, 0.0)
        for p in stride(from: order, through: 0, by: -1) {
            var (row, rowDv) = (0.0, 0.0)
            for q in stride(from: order - p, through: 0, by: -1) {
                rowDv = rowDv * v + row
                row = row * v + coefficients[p][q]
            }
            du = du * u + value
            value = value * u + row
            dv = dv * u + rowDv
        }
        return (value, du, dv)
    }

    /// Each coefficient replaced.
    func mapped(_ change: (_ p: Int, _ q: Int, _ c: Double) -> Double) -> SIPPolynomial {
        var result = self
        for p in 0...order {
            for q in 0...(order - p) { result[p, q] = change(p, q, self[p, q]) }
        }
        return result
    }

    /// u and v changed places.
    var transposed: SIPPolynomial {
        mapped { p, q, _ in self[q, p] }
    }
}
