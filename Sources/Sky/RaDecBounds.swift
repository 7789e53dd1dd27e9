/// The smallest ranges of right ascension and declination that hold a region. Degrees, ICRS.
public struct RaDecBounds: Sendable, Hashable, Codable {
    /// Western limit, 0 ..< 360. Larger than `raMax` where RA 0h is inside; 0 where a pole is inside.
    public var raMin: Double
    /// Eastern limit; 360 where a pole is inside.
    public var raMax: Double
    public var decMin: Double
    public var decMax: Double

    public init(raMin: Double, raMax: Double, decMin: Double, decMax: Double) {
        self.raMin = raMin
        self.raMax = raMax
        self.decMin = decMin
        self.decMax = decMax
    }

    public func contains(_ p: SkyPosition) -> Bool {
        guard (decMin...decMax).contains(p.dec) else { return false }
        return raMin <= raMax ? (raMin...raMax).contains(p.ra) : p.ra >= raMin || p.ra <= raMax
    }
}
