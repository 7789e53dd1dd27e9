import FITS

/// Numbers of a header, refused where present but of no use.
struct HeaderNumbers {
    private let values: [String: FITSValue]

    init(_ header: FITSHeader) {
        var values: [String: FITSValue] = [:]
        for card in header.cards { values[card.keyword] = card.value }
        self.values = values
    }

    /// - Returns: nil where the card is missing.
    /// - Throws: `WCSError` where it holds no number, or one beyond ± `limit`.
    func number(_ keyword: String, within limit: Double = 1e9) throws -> Double? {
        let number: Double
        switch values[keyword] {
        case nil: return nil
        case .integer(let value): number = Double(value)
        case .real(let value): number = value
        case .string(let text):
            // Some programs quote numbers.
            guard let value = Double(text) else { throw WCSError("\(keyword) = '\(text)' is not a number") }
            number = value
        case .logical: throw WCSError("\(keyword) is not a number")
        }
        guard number.isFinite, abs(number) <= limit else { throw WCSError("\(keyword) = \(number) is out of range") }
        return number
    }
}
