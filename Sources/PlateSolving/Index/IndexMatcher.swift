import Foundation
import StarIndex

/// Matches a picture's stars, in one order, with the features of some index files.
///
/// Features of the first stars are looked up by their codes. What is found is checked in two steps: do the brightest stars near the
/// feature stand where the index has stars (a microsecond), and does the match grow over the whole picture (`Growth`).
struct IndexMatcher {
    /// What is known before.
    struct Limits: Sendable {
        /// Radians per pixel.
        var scale: ClosedRange<Double>
        /// The picture's centre is within `cone` radians of this direction.
        var direction: SIMD3<Double>?
        var cone = Double.pi
    }

    struct Statistics: Sendable {
        var lookups = 0
        var candidates = 0
        var grown = 0
    }

    /// In the order in which they are tried; pixels.
    let stars: [SIMD2<Double>]
    let width: Double
    let height: Double
    let indexes: [FeatureIndex]
    let limits: Limits
    /// Asked often; true ends a step early.
    let isOver: () -> Bool

    private(set) var statistics = Statistics()
    private let growth: Growth
    private let cone: SkyCone?
    private var features: FieldFeatures
    private var rows: [Int] = []

    /// Codes differ by the errors of places, by what a lens bends, and by the rounding of the index.
    private static let widest = 0.01
    private static let narrowest = 0.004
    private static let bend = 0.02
    /// What a star's place may be off, in pixels, as seen by a code.
    private static let placeError = 2.0
    /// How often a bright star of the picture is in the index, where the candidate is right.
    private static let hit = 0.6

    init(
        stars: [SIMD2<Double>], width: Int, height: Int, indexes: [FeatureIndex], limits: Limits, isOver: @escaping () -> Bool = { false }
    ) {
        self.stars = stars
        self.width = Double(width)
        self.height = Double(height)
        self.indexes = indexes
        self.limits = limits
        self.isOver = isOver
        // The stars of a feature are no farther from the picture's middle than a wide lens sees.
        let reach = limits.scale.upperBound * (Double(width * width + height * height)).squareRoot() / 2
        cone = limits.direction.map { SkyCone(direction: $0, radius: min(.pi, limits.cone + reach)) }
        growth = Growth(stars: stars, width: Double(width), height: Double(height))
        features = FieldFeatures(stars: stars, shortest: 0.1 * Double(min(width, height)), tolerance: Self.widest)
    }

    /// How many stars features were made of so far.
    var depth: Int { features.used }

    /// Tries the features that the next star makes with those before it.
    ///
    /// - Returns: the best match; the first that is beyond doubt ends the search.
    mutating func step() -> FieldMatch? {
        var best: FieldMatch?
        // The features are this matcher's own, and are changed while they are gone through.
        var own = features
        own.add { pair, c, d in
            guard let found = look(up: pair, c, d) else { return !isOver() }
            if found.logOdds > best?.logOdds ?? -.infinity { best = found }
            return !found.isCertain
        }
        features = own
        return best
    }

    /// A feature of the picture in one of the ways to read it.
    private struct Reading {
        /// Numbers of stars: A, B, C, D; D is not there in triangles.
        var stars: (Int, Int, Int, Int)
        var count: Int
        var mirrored: Bool
        var pair: FieldFeatures.Pair
        var tolerance: Double

        func star(_ number: Int) -> Int {
            switch number {
            case 0: stars.0
            case 1: stars.1
            case 2: stars.2
            default: stars.3
            }
        }

        func holds(_ star: Int) -> Bool { (0..<count).contains { self.star($0) == star } }
    }

    private mutating func look(up pair: FieldFeatures.Pair, _ c: Int, _ d: Int?) -> FieldMatch? {
        var best: FieldMatch?
        // A lens that bends the corners by 2 % bends a feature by the square of its share of the picture.
        let share = pair.length * pair.length / (width * width + height * height)
        let tolerance = min(Self.widest, max(Self.narrowest, Self.placeError / pair.length + Self.bend * share))
        for number in indexes.indices where indexes[number].size == (d == nil ? 3 : 4) {
            // The feature's size on the sky and in the picture give the scale.
            let (low, high) = indexes[number].info.radians
            guard low / pair.length <= limits.scale.upperBound * 1.02, high / pair.length >= limits.scale.lowerBound * 0.98
            else { continue }
            for mirrored in [true, false] {
                let placeC = pair.inside[c].place
                let codeC = mirrored ? placeC : SIMD2(placeC.y, placeC.x)
                let placeD = d.map { pair.inside[$0].place } ?? .zero
                let codeD = mirrored ? placeD : SIMD2(placeD.y, placeD.x)
                for swapped in [false, true] {
                    let first = swapped ? 1 - codeC : codeC
                    let second = swapped ? 1 - codeD : codeD
                    let (a, b) = swapped ? (pair.b, pair.a) : (pair.a, pair.b)
                    let starC = pair.inside[c].star
                    guard let d else {
                        guard first.x <= 0.5 + 1.5 * tolerance else { continue }
                        take(
                            search(number, first, .zero, Reading(
                                stars: (a, b, starC, -1), count: 3, mirrored: mirrored, pair: pair, tolerance: tolerance)), &best)
                        continue
                    }
                    let starD = pair.inside[d].star
                    guard first.x + second.x <= 1 + 3 * tolerance else { continue }
                    if first.x <= second.x + 1.5 * tolerance {
                        take(
                            search(number, first, second, Reading(
                                stars: (a, b, starC, starD), count: 4, mirrored: mirrored, pair: pair, tolerance: tolerance)), &best)
                    }
                    if second.x <= first.x + 1.5 * tolerance {
                        take(
                            search(number, second, first, Reading(
                                stars: (a, b, starD, starC), count: 4, mirrored: mirrored, pair: pair, tolerance: tolerance)), &best)
                    }
                }
                if best?.isCertain ?? false { return best }
            }
        }
        return best
    }

    private func take(_ found: FieldMatch?, _ best: inout FieldMatch?) {
        if let found, found.logOdds > best?.logOdds ?? -.infinity { best = found }
    }

    private mutating func search(_ number: Int, _ c: SIMD2<Double>, _ d: SIMD2<Double>, _ reading: Reading) -> FieldMatch? {
        statistics.lookups += 1
        var best: FieldMatch?
        let code = SIMD8<Float>(Float(c.x), Float(c.y), Float(d.x), Float(d.y), 0, 0, 0, 0)
        var rows = self.rows
        rows.removeAll(keepingCapacity: true)
        indexes[number].forEachFeature(near: code, within: Float(reading.tolerance), in: cone) { rows.append($0) }
        for row in rows {
            statistics.candidates += 1
            guard let candidate = candidate(number, row, reading), isLikely(candidate, number, reading) else { continue }
            statistics.grown += 1
            let stars = (0..<reading.count).map(reading.star)
            take(growth.grow(candidate, numbers: stars, length: reading.pair.length, in: indexes[number]), &best)
            if best?.isCertain ?? false { break }
        }
        self.rows = rows
        return best
    }

    private func candidate(_ number: Int, _ row: Int, _ reading: Reading) -> Similarity? {
        let index = indexes[number]
        for place in 0..<reading.count where index.star(place, ofFeature: row) == nil { return nil }
        let found = Similarity(
            count: reading.count, mirrored: reading.mirrored, pixel: { stars[reading.star($0)] },
            direction: { index.direction(ofStar: index.star($0, ofFeature: row) ?? 0) })
        guard let found, found.scale >= limits.scale.lowerBound * 0.98, found.scale <= limits.scale.upperBound * 1.02 else { return nil }
        if let hint = limits.direction {
            let centre = found.direction(SIMD2(width / 2 - 0.5, height / 2 - 0.5))
            guard dot(centre, hint) >= cos(min(.pi, limits.cone)) else { return nil }
        }
        return found
    }

    /// Whether stars near the feature stand where the index has some: a running likelihood ratio, given up as early as it can be.
    private func isLikely(_ candidate: Similarity, _ number: Int, _ reading: Reading) -> Bool {
        let density = indexes[number].density
        let (middle, span) = (reading.pair.middle, reading.pair.length)
        var sum = 0.0
        var seen = 0
        for star in stars.indices.prefix(200) where !reading.holds(star) {
            let away = length(stars[star] - middle)
            guard away < 1.3 * span else { continue }
            seen += 1
            let reach = (1.2 * (1 + 4 * away * away / (span * span)).squareRoot() + 0.006 * away) * candidate.scale
            let chance = min(0.5, density * .pi * reach * reach)
            if indexes[number].hasStar(within: reach, of: candidate.direction(stars[star])) {
                sum += log(Self.hit / max(chance, 1e-4))
            } else {
                sum += log((1 - Self.hit) / (1 - chance))
            }
            if sum > 5 { return true }
            if sum < -2.5 || seen == 14 { break }
        }
        return sum > 3
    }
}
