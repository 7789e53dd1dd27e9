public import Annotation

/// What is to be drawn over a picture. Everything is off at first.
public struct AnnotationOptions: Sendable {
    public var grid: GridSystem?
    /// The grid of the existing workers: this title, the centre's position and cross, a cross per grid point, labels along the
    /// centre lines.
    public var contractGrid: String?
    /// North up, east left, the whole picture turned without cropped corners.
    public var northUp = false
    /// Stars the solver used, at their pixels in the upright picture as it was solved (FITS: rows in the file's order); empty: none.
    public var stars: [SolverStar] = []
    public var deepSky = false
    /// Stars with names or Bayer and Flamsteed designations.
    public var namedStars = false
    public var constellations = false
    public var markers: [Marker] = []
    public var compass = false
    public var scaleBar = false
    public var legend = false
    /// A box with centre, field, scale, rotation and the picture's date where it says one, and these rows below; nil: no box.
    public var info: [InfoRow]?
    public var title: String?
    /// The faintest stars and deep-sky objects that are named; nil: as faint as suits the field.
    public var magnitudeLimit: Double?

    public init() {}
}
