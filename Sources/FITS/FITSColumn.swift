/// One column of a binary table.
public struct FITSColumn: Sendable, Hashable {
    public enum Values: Sendable, Hashable {
        /// `repeatCount` numbers a row, row after row. What is undefined is NaN.
        case numbers([Double])
        /// One text a row, without trailing blanks.
        case strings([String])
    }

    /// How values are stored: the letter of TFORM.
    public enum Storage: Character, Sendable, Hashable {
        case byte = "B"
        case int16 = "I"
        case int32 = "J"
        case int64 = "K"
        case float = "E"
        case double = "D"
        case text = "A"
        case logical = "L"
    }

    public var name: String
    public var unit: String?
    public var storage: Storage
    /// Values a row; for text the number of characters.
    public var repeatCount: Int
    public var values: Values

    public init(name: String, unit: String? = nil, storage: Storage = .double, repeatCount: Int = 1, values: Values) {
        self.name = name
        self.unit = unit
        self.storage = storage
        self.repeatCount = repeatCount
        self.values = values
    }
}
