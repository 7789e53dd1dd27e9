/// The nine numbers of a matrix that an ERFA function fills, row by row.
func rotation(_ fill: (UnsafeMutablePointer<(Double, Double, Double)>) -> Void) -> [Double] {
    var rows = [(Double, Double, Double)](repeating: (0, 0, 0), count: 3)
    rows.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { fill(base) } }
    return rows.flatMap { [$0.0, $0.1, $0.2] }
}
