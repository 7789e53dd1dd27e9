public import Sky

/// One of the 88 constellations.
public struct Constellation: Sendable, Hashable {
    /// "Ori".
    public var abbreviation: String
    /// "Orion".
    public var name: String
    /// The figure, in strokes from star to star.
    public var lines: [[SkyPosition]]
    /// The boundary of the IAU, closed; Serpens has two. Sides follow hour circles and parallels of B1875 and have as many
    /// points as that asks for.
    public var boundaries: [[SkyPosition]]
    /// Where its name is written.
    public var middle: SkyPosition

    public init(
        abbreviation: String, name: String, lines: [[SkyPosition]], boundaries: [[SkyPosition]], middle: SkyPosition
    ) {
        (self.abbreviation, self.name, self.lines) = (abbreviation, name, lines)
        (self.boundaries, self.middle) = (boundaries, middle)
    }
}
