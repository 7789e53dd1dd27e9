import Annotation
import WCS

/// Something that is in a picture, as nova's annotations have it.
public struct NovaObject: Sendable, Hashable {
    public var type: String
    public var names: [String]
    /// FITS pixels: (1, 1) is the centre of the first one.
    public var x: Double
    public var y: Double
    /// Pixels; 0 for a point.
    public var radius: Double
    public var magnitude: Double?

    init(_ object: AnnotatedObject) {
        (type, names, radius, magnitude) = (object.type, object.names, object.radius, object.magnitude)
        (x, y) = (object.pixel.x + 1, object.pixel.y + 1)
    }
}
