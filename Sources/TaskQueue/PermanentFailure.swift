/// Thrown by a handler whose task would fail in the same way however often it were tried: it is set dead at once.
public struct PermanentFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wrong with what, for the person who looks at dead tasks.
    public var message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
