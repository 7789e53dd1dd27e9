public import Sky

/// What a plate solution says of a picture, as the record keeps it.
public struct SolutionFacts: Sendable, Hashable, Codable {
    /// The picture's centre.
    public var centre: SkyPosition
    /// Half the picture's diagonal in degrees.
    public var radius: Double
    /// Mean of both axes at the centre, arcsec per pixel.
    public var pixelScale: Double
    /// Degrees east of north of the direction in which y grows (FITS's up), −180 … 180, as `wcsinfo` and solve-field give it.
    public var orientation: Double
    /// +1: the determinant of CD is positive, the ordinary case of a JPEG; −1 mirrored.
    public var parity: Int
    /// The picture's outline, in order round the picture, with as many points per edge as its distortion asks for.
    public var footprint: [UnitVector]
    /// The positions of pixels (0,0), (w,0), (w,h), (0,h).
    public var corners: [SkyPosition]
    /// The pixel frame the solution belongs to: `upright` (EXIF orientation applied) or `stored`.
    public var frame: String
    public var matchedStars: Int?
    public var logOdds: Double?
    /// The engine that found it, such as `solve-field`.
    public var engine: String
    /// The index file that matched.
    public var index: String?
    public var seconds: Double?
    /// The V magnitude of a star whose brightest pixel would stand out by five times the scatter of the background.
    public var limitingMagnitude: Double?

    public init(
        centre: SkyPosition, radius: Double, pixelScale: Double, orientation: Double, parity: Int,
        footprint: [UnitVector], corners: [SkyPosition], frame: String, matchedStars: Int? = nil, logOdds: Double? = nil,
        engine: String, index: String? = nil, seconds: Double? = nil,
        limitingMagnitude: Double? = nil
    ) {
        self.centre = centre
        self.radius = radius
        self.pixelScale = pixelScale
        self.orientation = orientation
        self.parity = parity
        self.footprint = footprint
        self.corners = corners
        self.frame = frame
        self.matchedStars = matchedStars
        self.logOdds = logOdds
        self.engine = engine
        self.index = index
        self.seconds = seconds
        self.limitingMagnitude = limitingMagnitude
    }
}
