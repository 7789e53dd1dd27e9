/// Stars in place of a picture: FITS pixels, the brightest first.
public struct StarPlaces: Sendable, Hashable, Codable {
    public var x: [Double]
    public var y: [Double]
    /// Of the picture they were found in; nil: just large enough.
    public var width: Int?
    public var height: Int?

    public init(x: [Double], y: [Double], width: Int?, height: Int?) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
}
