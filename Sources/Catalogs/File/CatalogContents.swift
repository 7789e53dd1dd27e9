/// A whole catalogue in memory, as an importer makes it.
public struct CatalogContents: Sendable {
    public var stars: [ListedStar]
    public var deepSky: [DeepSkyObject]
    public var constellations: [Constellation]
    public var sources: [CatalogSource]

    public init(
        stars: [ListedStar] = [], deepSky: [DeepSkyObject] = [], constellations: [Constellation] = [],
        sources: [CatalogSource] = []
    ) {
        (self.stars, self.deepSky, self.constellations, self.sources) = (stars, deepSky, constellations, sources)
    }
}
