/// A rectangle of whole pixels.
public struct PixelRegion: Sendable, Hashable, Codable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    public init(whole size: PixelSize) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

    public var size: PixelSize { PixelSize(width: width, height: height) }

    /// Whether it has pixels and all of them lie within a picture; safe for any numbers.
    public func lies(within size: PixelSize) -> Bool {
        x >= 0 && y >= 0 && width > 0 && height > 0 && width <= size.width && height <= size.height && x <= size.width - width
            && y <= size.height - height
    }

    /// The part that lies within a picture; nil where there is none.
    public func within(_ size: PixelSize) -> PixelRegion? {
        let (left, top) = (max(0, x), max(0, y))
        let (right, bottom) = (min(size.width, x + width), min(size.height, y + height))
        return left < right && top < bottom ? PixelRegion(x: left, y: top, width: right - left, height: bottom - top) : nil
    }
}
