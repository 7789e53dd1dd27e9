import Foundation
import Sky
import StarIndex

/// The stars of the index that fall into the picture, with the small faults of a real match: positions are off by some 0.3″
/// and magnitudes by 0.1, as proper motion, variable stars and catalogue errors have it.
struct ListedStars {
    struct Star {
        let drawn: SampleStar
        let position: UnitVector
    }

    /// Those that are drawn.
    private(set) var stars: [Star] = []
    private(set) var missing = 0
    /// Of all listed stars inside the picture, left out or not.
    private(set) var magnitudes: [Double] = []
    let index: String
    /// The magnitude to which the index holds nearly every star around here.
    private(set) var completeTo = 0.0

    /// - Throws: `SampleError` when the folder has no index with magnitudes.
    init(_ request: SampleRequest, _ geometry: SampleGeometry, _ exposure: Exposure, margin: Double) throws {
        let (indexes, problems) = IndexFolder.scan(request.indexFolder)
        guard let deepest = indexes.filter({ $0.healpix == nil }).max(by: { $0.stars < $1.stars }) else {
            let why = problems.last.map { "\($0.path): \($0.message)" } ?? "there is none"
            throw SampleError(
                "A sample needs an astrometry.net index of the whole sky to take its stars from: \(why). "
                    + "On Debian: apt install astrometry-data-tycho2.")
        }
        let file = try StarIndexFile(path: deepest.path)
        index = deepest.path
        let reach = Self.reach(geometry, margin: margin)
        var found: [CatalogStar] = []
        var around: [Double] = []
        file.forEachStar(within: max(reach, 3), of: geometry.centre) { star in
            guard star.magnitude.isFinite else { return }
            around.append(star.magnitude)
            if star.magnitude <= exposure.faintest { found.append(star) }
        }
        guard !around.isEmpty else {
            throw SampleError("\(deepest.path) carries no magnitudes for its stars; take a Tycho-2 index.")
        }
        around.sort()
        completeTo = around[around.count * 6 / 10]
        var random = RandomSource(seed: request.seed, part: 1)
        for star in found { add(star, request, geometry, margin, &random) }
    }

    private mutating func add(
        _ star: CatalogStar, _ request: SampleRequest, _ geometry: SampleGeometry, _ margin: Double, _ random: inout RandomSource
    ) {
        let jitter = 0.3 / 3600 * Double.pi / 180
        let position = UnitVector(
            directionOf: star.position.x + jitter * random.normal(), star.position.y + jitter * random.normal(),
            star.position.z + jitter * random.normal())
        let magnitude = star.magnitude + 0.1 * random.normal()
        let colour = SampleStar.randomColour(&random)
        let kept = random.uniform() * 100 >= request.missing
        guard let place = geometry.pixel(position), place.x > -margin, place.y > -margin,
            place.x < Double(geometry.width) + margin, place.y < Double(geometry.height) + margin
        else { return }
        if place.x > -0.5, place.y > -0.5, place.x < Double(geometry.width) - 0.5, place.y < Double(geometry.height) - 0.5 {
            magnitudes.append(magnitude)
            if !kept { missing += 1 }
        }
        guard kept else { return }
        stars.append(
            Star(drawn: SampleStar(x: place.x, y: place.y, magnitude: magnitude, colour: colour), position: position))
    }

    /// Degrees from the centre that hold the picture and a margin around it.
    private static func reach(_ geometry: SampleGeometry, margin: Double) -> Double {
        let corner = geometry.sky(x: -0.5, y: -0.5).map { geometry.centre.separation(to: SkyPosition($0)) } ?? 180
        return min(180, corner + 1.5 * margin * degrees(geometry.scale))
    }
}
