/// A place in a picture: (0, 0) is the centre of the first pixel of row 0, and x grows along the row.
public struct PixelPoint: Sendable, Hashable, Codable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
