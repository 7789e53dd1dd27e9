public import Sky

/// Something that a list asks to be drawn at a position: an exoplanet's host, an asteroid, a note.
public struct Marker: Sendable, Hashable {
    public enum Shape: Sendable, Hashable {
        case cross, circleOutline, circle, exoplanet, asteroid, square, text
        case ellipse(Axes)
        /// With its tip at the marker's position; the tail lies `size` pixels away in the direction of a position angle, degrees east
        /// of north; nil: towards the upper right of the picture.
        case arrow(from: Double?)
        /// A course, drawn along great circles with a tip at its end.
        case course([SkyPosition])
        /// Great circles from point to point.
        case line([SkyPosition])
        case polygon([SkyPosition])
    }

    /// The full axes of an ellipse.
    public enum Axes: Sendable, Hashable {
        /// On the picture: upright when the angle is nil, else turned so that the height points to that position angle, degrees east
        /// of north.
        case pixels(width: Double, height: Double, angle: Double?)
        /// On the sky: arcminutes; the major axis points to the position angle, degrees east of north.
        case arcminutes(major: Double, minor: Double, angle: Double)
    }

    /// ICRS. Where the label belongs for lines and polygons.
    public var position: SkyPosition
    public var label: String?
    public var shape: Shape
    /// Pixels from the middle to the edge; for a text the height of its letters, for an arrow its length. Nil: what suits the
    /// picture.
    public var size: Double?
    public var colour: Colour

    public init(
        position: SkyPosition, label: String? = nil, shape: Shape, size: Double? = nil, colour: Colour = Marker.defaultColour
    ) {
        (self.position, self.label, self.shape, self.size, self.colour) = (position, label, shape, size, colour)
    }

    public static let defaultColour = Colour(1, 0.82, 0.29)
}
