public import Raster
public import WCS

/// Everything that is drawn over one picture, placed to the pixel. Its faces: burnt in (`Canvas`), SVG, and JSON.
public struct Drawing: Sendable {
    public var size: PixelSize
    /// From the lowest to the topmost.
    public var layers: [Layer]
    /// Labels for which there was no room.
    public var dropped: [DroppedLabel]
    /// What is in the picture, in the order it was added.
    public var objects: [AnnotatedObject]

    public init(
        size: PixelSize, layers: [Layer] = [], dropped: [DroppedLabel] = [], objects: [AnnotatedObject] = []
    ) {
        (self.size, self.layers, self.dropped, self.objects) = (size, layers, dropped, objects)
    }
}

public struct DroppedLabel: Sendable, Hashable, Codable {
    public var layer: LayerID
    public var text: String
    /// What it would have named.
    public var place: PixelPoint

    public init(layer: LayerID, text: String, place: PixelPoint) {
        (self.layer, self.text, self.place) = (layer, text, place)
    }
}

/// An object in the picture, or one outside it whose outline reaches in.
public struct AnnotatedObject: Sendable, Hashable {
    /// As nova.astrometry.net has it ("ngc", "ic", "bright", "hd"), or a word of our own ("messier", "marker", "star").
    public var type: String
    public var names: [String]
    public var pixel: PixelPoint
    /// Pixels; 0 for a point.
    public var radius: Double
    public var magnitude: Double?
    /// Degrees, ICRS.
    public var ra: Double
    public var dec: Double

    public init(
        type: String, names: [String], pixel: PixelPoint, radius: Double, magnitude: Double?, ra: Double, dec: Double
    ) {
        (self.type, self.names, self.pixel, self.radius) = (type, names, pixel, radius)
        (self.magnitude, self.ra, self.dec) = (magnitude, ra, dec)
    }
}
