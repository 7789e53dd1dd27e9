/// A line whose fields stand at fixed columns, counted from 1 as the formats' descriptions do.
struct FixedColumns {
    private let bytes: [UInt8]

    init(_ line: some StringProtocol) { bytes = Array(line.utf8) }

    /// The field without the blanks round it; nil where it is blank or the line ends before it.
    func text(_ columns: ClosedRange<Int>) -> String? {
        guard columns.lowerBound <= bytes.count else { return nil }
        var field = bytes[(columns.lowerBound - 1)..<min(columns.upperBound, bytes.count)]
        while let last = field.last, last <= 32 { field.removeLast() }
        while let first = field.first, first <= 32 { field.removeFirst() }
        return field.isEmpty ? nil : String(decoding: field, as: UTF8.self)
    }

    func number(_ columns: ClosedRange<Int>) -> Double? {
        text(columns).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    }
}
