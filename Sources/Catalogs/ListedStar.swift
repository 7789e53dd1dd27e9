public import Sky

/// A star of the offline catalogue.
public struct ListedStar: Sendable, Hashable {
    /// ICRS, at epoch J2000.0.
    public var position: SkyPosition
    /// Johnson V.
    public var magnitude: Double
    /// B − V; nil where unknown.
    public var colour: Double?
    /// Milliarcseconds a year, towards east (cos δ included) and north.
    public var properMotion: (east: Double, north: Double)
    /// "Betelgeuse".
    public var name: String?
    /// Bayer, else Flamsteed, with the constellation's genitive abbreviation: "α Ori", "51 Peg", "π³ Ori".
    public var designation: String?
    /// Number in the Henry Draper catalogue.
    public var hd: Int?

    public init(
        position: SkyPosition, magnitude: Double, colour: Double? = nil,
        properMotion: (east: Double, north: Double) = (0, 0), name: String? = nil, designation: String? = nil, hd: Int? = nil
    ) {
        (self.position, self.magnitude, self.colour, self.properMotion) = (position, magnitude, colour, properMotion)
        (self.name, self.designation, self.hd) = (name, designation, hd)
    }

    public static func == (a: ListedStar, b: ListedStar) -> Bool {
        a.position == b.position && a.magnitude == b.magnitude && a.colour == b.colour && a.properMotion == b.properMotion
            && a.name == b.name && a.designation == b.designation && a.hd == b.hd
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(position)
        hasher.combine(hd)
    }
}
