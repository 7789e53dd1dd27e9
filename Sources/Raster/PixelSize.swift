/// Width and height of a picture, in pixels.
public struct PixelSize: Sendable, Hashable, Codable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    public var pixels: Int { width * height }

    /// The size after reduction by a whole number; a block at the right or lower edge may be a partial one.
    public func reduced(by factor: Int) -> PixelSize {
        PixelSize(width: (width + factor - 1) / factor, height: (height + factor - 1) / factor)
    }

    var transposed: PixelSize { PixelSize(width: height, height: width) }
}
