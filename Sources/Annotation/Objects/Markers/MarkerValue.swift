/// A value of a marker's field, as JSON has it.
enum MarkerValue: Sendable, Hashable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([MarkerValue])
    case object([String: MarkerValue])

    /// For messages: what it is, shortened.
    var spoken: String {
        switch self {
        case .null: "null"
        case .flag(let flag): "\(flag)"
        case .number(let number): "\(number)"
        case .text(let text): "“\(text.count > 40 ? String(text.prefix(40)) + "…" : text)”"
        case .list: "a list"
        case .object: "an object"
        }
    }
}
