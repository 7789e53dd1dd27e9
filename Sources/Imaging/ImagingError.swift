/// Why a picture could not be drawn, cut or written; the message is for a person.
public struct ImagingError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
