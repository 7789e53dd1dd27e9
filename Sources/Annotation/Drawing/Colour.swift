/// A colour in sRGB, each part 0 … 1.
public struct Colour: Sendable, Hashable {
    public var red: Double
    public var green: Double
    public var blue: Double
    /// 0 is transparent, 1 opaque.
    public var alpha: Double

    public init(_ red: Double, _ green: Double, _ blue: Double, alpha: Double = 1) {
        (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
    }

    public func withAlpha(_ alpha: Double) -> Colour { Colour(red, green, blue, alpha: alpha) }

    public static let white = Colour(1, 1, 1)
    public static let black = Colour(0, 0, 0)
}
