/// The cards of one header-data unit, in their order, without END.
public struct FITSHeader: Sendable, Hashable {
    public var cards: [FITSCard]

    public init(cards: [FITSCard] = []) {
        self.cards = cards
    }

    /// The value of the last card of this name; the last one counts where a header repeats a keyword (as cfitsio's update leaves it).
    public subscript(_ keyword: String) -> FITSValue? {
        cards.last { $0.keyword == keyword }?.value
    }

    /// Whether there is a card of this name, with a value or without.
    public func contains(_ keyword: String) -> Bool {
        cards.contains { $0.keyword == keyword }
    }

    public func string(_ keyword: String) -> String? {
        if case .string(let text) = self[keyword] { return text }
        return nil
    }

    /// A real or integer value; never infinite and never NaN.
    public func double(_ keyword: String) -> Double? {
        switch self[keyword] {
        case .real(let number): number.isFinite ? number : nil
        case .integer(let number): Double(number)
        default: nil
        }
    }

    /// An integer, or a real value without a fraction (some programs write `2.0`).
    public func integer(_ keyword: String) -> Int? {
        switch self[keyword] {
        case .integer(let number): number
        case .real(let number): Int(exactly: number)
        default: nil
        }
    }

    public func logical(_ keyword: String) -> Bool? {
        if case .logical(let flag) = self[keyword] { return flag }
        return nil
    }

    /// Replaces the card of this name, or appends one. A comment of nil keeps the comment that was there.
    public mutating func set(_ keyword: String, _ value: FITSValue, comment: String? = nil) {
        let name = keyword.uppercased()
        guard let place = cards.lastIndex(where: { $0.keyword == name }) else {
            cards.append(FITSCard(name, value, comment: comment))
            return
        }
        cards[place].value = value
        if let comment { cards[place].comment = comment }
    }

    /// Removes every card of this name.
    public mutating func remove(_ keyword: String) {
        let name = keyword.uppercased()
        cards.removeAll { $0.keyword == name }
    }
}
