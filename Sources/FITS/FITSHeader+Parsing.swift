public import Foundation

extension FITSHeader {
    /// Length of a card in characters.
    static let cardLength = 80
    /// Headers and data come in blocks of this many bytes.
    static let blockLength = 2880

    /// Reads cards of 80 characters up to END, or to the end of the data where END is missing.
    ///
    /// Tolerant: long strings (CONTINUE) are joined, HIERARCH keywords are read, a value that cannot be read becomes nil,
    /// characters outside printable ASCII become `?`.
    /// - Throws: `FITSError` where the data does not begin like a header.
    public init(parsing data: Data) throws {
        let bytes = [UInt8](data)
        guard bytes.count >= Self.cardLength else {
            throw FITSError("not a FITS header: \(bytes.count) bytes are less than one card of \(Self.cardLength)")
        }
        guard bytes[..<Self.cardLength].allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw FITSError("not a FITS header: the first card is not printable ASCII")
        }
        self.init(cards: [])
        var start = 0
        while start + Self.cardLength <= bytes.count {
            let card = bytes[start..<start + Self.cardLength].map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
            if CardParser.isEnd(card) { break }
            append(CardParser(card).parse())
            start += Self.cardLength
        }
    }

    /// Appends a card, joining it to the one before where that is a long string that goes on here.
    private mutating func append(_ card: FITSCard) {
        guard card.keyword == "CONTINUE", let last = cards.indices.last,
            case .string(let begun)? = cards[last].value, begun.hasSuffix("&"), case .string(let more)? = card.value
        else {
            cards.append(card)
            return
        }
        cards[last].value = .string(String(begun.dropLast()) + more)
        if let comment = card.comment { cards[last].comment = (cards[last].comment ?? "") + comment }
    }
}
