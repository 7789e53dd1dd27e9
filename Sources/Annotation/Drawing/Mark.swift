public import WCS

/// A shape in pixels of the picture.
public enum Figure: Sendable, Hashable {
    case path([PixelPoint], closed: Bool)
    case circle(centre: PixelPoint, radius: Double)
    /// - angle: direction of the longer half axis, degrees from +x towards +y, which is clockwise on the screen.
    case ellipse(centre: PixelPoint, semiMajor: Double, semiMinor: Double, angle: Double)
}

public struct Stroke: Sendable, Hashable {
    public var colour: Colour
    /// Pixels.
    public var width: Double
    /// Lengths of dashes and gaps in turn, pixels; empty: a line without gaps.
    public var dash: [Double]

    public init(_ colour: Colour, width: Double, dash: [Double] = []) {
        (self.colour, self.width, self.dash) = (colour, width, dash)
    }
}

/// A figure with the way it is drawn: filled first, then stroked.
public struct Mark: Sendable, Hashable {
    public var figure: Figure
    public var stroke: Stroke?
    public var fill: Colour?
    /// Shown by a browser when the pointer rests on it.
    public var title: String?

    public init(_ figure: Figure, stroke: Stroke? = nil, fill: Colour? = nil, title: String? = nil) {
        (self.figure, self.stroke, self.fill, self.title) = (figure, stroke, fill, title)
    }
}
