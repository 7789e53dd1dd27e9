/// Tells stars from what else is bright in a picture: nebulae, branches, letters, trails.
///
/// A star is as round as most of the picture's small sources are, and as small, unless it is so bright that its top is cut off.
struct StarLikeness {
    private let longest: Double
    private let largest: Double
    private let bright: Double

    init(_ stars: [DetectedStar]) {
        let sample = stars.prefix(200)
        // Trailed pictures have long stars, all of them.
        let elongations = sample.filter { $0.area < 200 }.map(\.elongation).sorted()
        longest = max(1.5, 1.35 * (elongations.isEmpty ? 1 : elongations[elongations.count / 2]))
        let limit = longest
        let areas = sample.filter { $0.elongation <= limit }.map { Double($0.area) }.sorted()
        largest = 3.5 * (areas.isEmpty ? 20 : areas[areas.count / 2])
        bright = 0.6 * (sample.map(\.peak).max() ?? 0)
    }

    func callAsFunction(_ star: DetectedStar) -> Bool {
        guard star.elongation <= longest else { return false }
        return Double(star.area) <= largest || star.peak >= bright
    }

    /// The same stars, those that look like stars first.
    static func sorted(_ stars: [DetectedStar]) -> [DetectedStar] {
        let isStar = StarLikeness(stars)
        return stars.filter { isStar($0) } + stars.filter { !isStar($0) }
    }
}
