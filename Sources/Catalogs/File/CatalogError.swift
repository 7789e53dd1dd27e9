/// Why a file cannot serve as the offline catalogue.
public struct CatalogError: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    /// What is wrong with it: "is damaged: its checksum does not match".
    public var message: String

    public init(path: String, message: String) { (self.path, self.message) = (path, message) }

    public var description: String { "The star catalogue \(path) \(message)." }
}
