/// A TFORM of a binary table: how many of what.
struct TableForm {
    let repeatCount: Int
    let code: Character

    /// Bytes of one row.
    let width: Int

    private static let sizes: [Character: Int] = [
        "L": 1, "B": 1, "A": 1, "I": 2, "J": 4, "K": 8, "E": 4, "D": 8, "C": 8, "M": 16, "P": 8, "Q": 16,
    ]

    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let code = text.dropFirst(digits.count).first, let repeatCount = digits.isEmpty ? 1 : Int(digits),
            (0...1 << 30).contains(repeatCount)
        else { return nil }
        if code == "X" {
            width = (repeatCount + 7) / 8
        } else if let size = Self.sizes[code] {
            // A variable-length column holds one descriptor, or none.
            if size >= 8, "PQ".contains(code), repeatCount > 1 { return nil }
            width = repeatCount * size
        } else {
            return nil
        }
        self.repeatCount = repeatCount
        self.code = code
    }

    static func all(in header: FITSHeader, wrong: (String) -> FITSError) throws -> [TableForm] {
        guard let count = header.integer("TFIELDS"), (0...999).contains(count) else {
            throw wrong("TFIELDS is missing or not 0 to 999")
        }
        return try (0..<count).map { index in
            guard let text = header.string("TFORM\(index + 1)"), let form = TableForm(text) else {
                throw wrong("TFORM\(index + 1) is missing or cannot be read")
            }
            return form
        }
    }
}
