/// What was wrong with which FITS file or header, in words a person can act on.
public struct FITSError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
