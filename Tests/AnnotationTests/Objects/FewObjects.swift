import Catalogs
import Sky

/// A catalogue of the objects a test names.
struct FewObjects: SkyCatalog {
    var deepSky: [DeepSkyObject] = []
    var stars: [ListedStar] = []
    var constellations: [Constellation] = []
    var sources: [CatalogSource] = []

    func stars(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) -> [ListedStar] {
        stars.filter { $0.position.separation(to: centre) <= radius && $0.magnitude <= limit }
            .sorted { $0.magnitude < $1.magnitude }
    }

    func deepSky(within radius: Double, of centre: SkyPosition) -> [DeepSkyObject] {
        deepSky.filter { $0.position.separation(to: centre) <= radius + ($0.majorAxis ?? 0) / 120 }
            .sorted { ($0.magnitude ?? 99) < ($1.magnitude ?? 99) }
    }
}
