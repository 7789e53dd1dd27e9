/// The value of a header card.
public enum FITSValue: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case real(Double)
    case logical(Bool)
}

extension FITSValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .real(value) }
    public init(booleanLiteral value: Bool) { self = .logical(value) }
}
