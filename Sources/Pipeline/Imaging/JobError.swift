/// Why a job cannot be done, in words for the one who asked for it.
public struct JobError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
