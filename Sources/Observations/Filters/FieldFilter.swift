/// What a field's value is to be for a record to be listed.
public struct FieldFilter: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        /// Numbers, and dates as seconds since 1970.
        case number(Double)
        case integer(Int64)
        case text(String)
        case flag(Bool)
    }

    public enum Place: Sendable, Hashable {
        case anywhere, start, end, whole
    }

    public enum Test: Sendable, Hashable {
        case isAny([Value])
        case below(Value)
        case atMost(Value)
        case above(Value)
        case atLeast(Value)
        /// A piece of text in the field's text; dates are `yyyy-mm-dd hh:mm:ss`.
        case holds(String, Place, anyCase: Bool)
        case isMissing(Bool)
    }

    public var field: FilterField
    public var test: Test

    public init(_ field: FilterField, _ test: Test) { (self.field, self.test) = (field, test) }
}

/// One of the fields that a list is put in order by.
public struct FieldOrder: Sendable, Hashable {
    public var field: FilterField
    public var descending: Bool

    public init(_ field: FilterField, descending: Bool = false) { (self.field, self.descending) = (field, descending) }
}
