public import Sky

/// A part of the sky in which observations are looked for.
public enum SkyRegion: Sendable, Hashable {
    /// Footprints that share a point with a cap; its radius is in degrees.
    case cap(SkyPosition, radius: Double)
    /// Footprints that share a point with a polygon.
    case polygon(SphericalPolygon)
    /// Fields whose centre is no farther away than `radius` degrees.
    case centres(SkyPosition, radius: Double)
}
