/// An archive cannot be read or written: what is wrong with it.
public struct TarError: Error, Sendable, Hashable, CustomStringConvertible {
    public var message: String

    package init(_ message: String) { self.message = message }

    public var description: String { message }
}
