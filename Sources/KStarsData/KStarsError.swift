/// Why a folder of KStars' data cannot be read.
public struct KStarsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, such as "stars.dat", with the line where there is one.
    public var place: String
    public var message: String

    public init(_ place: String, _ message: String) { (self.place, self.message) = (place, message) }

    public var description: String { "\(place): \(message)" }
}
