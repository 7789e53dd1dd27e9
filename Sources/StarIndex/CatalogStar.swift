public import Sky

/// A star of an index file.
public struct CatalogStar: Sendable, Hashable {
    /// ICRS, at the epoch of the catalogue that the index was made from (Tycho-2: J2000).
    public let position: UnitVector
    /// As the index lists it: V_T for Debian's Tycho-2 files. NaN where the index carries no magnitudes.
    public let magnitude: Double

    public init(position: UnitVector, magnitude: Double) {
        self.position = position
        self.magnitude = magnitude
    }
}
