public import Sky
public import WCS

/// Curves on the sky as polylines of pixels: sampled as finely as their bending asks for, cut where the projection breaks, and clipped
/// to the picture.
public enum SkyCurve {
    /// The parts of a curve that fall into the picture, in the order of the parameter.
    ///
    /// - Parameters:
    ///   - curve: the position at a parameter.
    ///   - margin: pixels round the picture that still count as inside.
    ///   - tolerance: how far the polyline may be from the true curve, pixels.
    public static func paths(
        in field: Field, from start: Double, to end: Double, margin: Double = 4, tolerance: Double = 0.03,
        _ curve: (Double) -> SkyPosition
    ) -> [[PixelPoint]] {
        []
    }

    /// The great circle from one position to another, the shorter way.
    public static func arc(from a: SkyPosition, to b: SkyPosition, in field: Field, margin: Double = 4) -> [[PixelPoint]] {
        []
    }
}
