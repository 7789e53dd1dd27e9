/// Why a list of markers cannot be drawn. Says which marker and which field it is about.
public struct MarkerListError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1; nil when the list as a whole is meant.
    public let marker: Int?
    public let field: String?
    public let message: String

    init(_ message: String, marker: Int? = nil, field: String? = nil) {
        (self.marker, self.field, self.message) = (marker, field, message)
    }

    public var description: String {
        switch (marker, field) {
        case (let marker?, let field?): "marker \(marker): \(field): \(message)"
        case (let marker?, nil): "marker \(marker): \(message)"
        default: "marker list: \(message)"
        }
    }
}
