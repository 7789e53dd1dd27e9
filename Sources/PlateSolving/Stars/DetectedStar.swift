/// A point of light in a picture, not yet known to be a star.
public struct DetectedStar: Sendable, Hashable {
    /// House pixels: 0-based, (0, 0) is the centre of the first pixel of row 0.
    public var x: Double
    public var y: Double
    /// Sum above the background within the half-maximum contour, in counts of the picture: grows with the size of a saturated
    /// star, where the peak no longer does.
    public var flux: Double
    /// Brightest smoothed pixel above the background.
    public var peak: Double
    /// Background under the star.
    public var background: Double
    /// Pixels within the half-maximum contour.
    public var area: Int
    /// Long over short axis of that contour, 1 for a round star.
    public var elongation: Double

    public init(
        x: Double, y: Double, flux: Double, peak: Double = 0, background: Double = 0, area: Int = 1, elongation: Double = 1
    ) {
        self.x = x
        self.y = y
        self.flux = flux
        self.peak = peak
        self.background = background
        self.area = area
        self.elongation = elongation
    }
}
