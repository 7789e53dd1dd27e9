/// What a name was found to be.
public enum CatalogMatch: Sendable, Hashable {
    case star(ListedStar)
    case deepSky(DeepSkyObject)
    case constellation(Constellation)
}
