/// A backup cannot be written or read: what is wrong, and what to do.
public struct BackupError: Error, Sendable, Hashable, CustomStringConvertible {
    public var message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
