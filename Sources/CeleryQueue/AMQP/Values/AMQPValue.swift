/// A value in the headers of a message or the arguments of a queue.
///
/// Read, every integer of AMQP is an `int` (an unsigned one beyond `Int64.max` is that), both floats and the decimal a `double`,
/// text that is not UTF-8 `bytes`. Written, an `int` takes 32 bits where it fits in them, else 64, as Celery's do.
public enum AMQPValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// Seconds since 1970.
    case timestamp(UInt64)
    case array([AMQPValue])
    case table([String: AMQPValue])
}

extension AMQPValue {
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var int: Int64? { if case .int(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [AMQPValue]? { if case .array(let value) = self { value } else { nil } }
    public var table: [String: AMQPValue]? { if case .table(let value) = self { value } else { nil } }
    /// Of an `int` too.
    public var double: Double? {
        switch self {
        case .double(let value): value
        case .int(let value): Double(value)
        default: nil
        }
    }
    public var isNull: Bool { self == .null }
}

extension AMQPValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: AMQPValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, AMQPValue)...) { self = .table(Dictionary(elements) { _, last in last }) }
}
