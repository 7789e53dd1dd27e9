/// A marker that a command puts on a picture, as jobs carry it in their extra text.
public struct CommandMarker: Sendable, Hashable, Codable {
    /// Degrees, ICRS.
    public var ra: Double
    public var dec: Double
    public var label: String
    /// `cross`, `circle_outline`, `circle`, `exoplanet` or `asteroid`.
    public var shape: String
    /// Pixels.
    public var size: Double
    /// CSS.
    public var color: String

    public init(ra: Double, dec: Double, label: String, shape: String, size: Double, color: String) {
        (self.ra, self.dec, self.label) = (ra, dec, label)
        (self.shape, self.size, self.color) = (shape, size, color)
    }
}
