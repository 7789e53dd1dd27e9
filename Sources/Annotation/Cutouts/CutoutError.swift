/// Why there is no cutout.
public struct CutoutError: Error, CustomStringConvertible, Sendable, Hashable {
    public enum Code: String, Sendable {
        /// The position, the field or the size asked for is none.
        case badRequest
        /// The picture does not show the position.
        case outside
        /// The picture and its WCS do not fit together.
        case mismatch
        /// The file asked for is of no kind that is written.
        case unsupported
        /// The file system said no.
        case io
    }

    public let code: Code
    /// What was wrong with what, for a person.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
