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
    /// Three stars of a quad are enough: the fourth may not be in the picture.
    let partial: Bool
    /// Asked often; true ends a step early.
    let isOver: () -> Bool

    private(set) var statistics = Statistics()
    private let growth: Growth
    private let cone: SkyCone?
    private var features: FieldFeatures
    private var rows: [Int] = []
    /// Of the pair that is looked up; nil until they are asked for.
    private var witnesses: [Witness]?

    /// Codes differ by the errors of places, by what a lens bends, and by the rounding of the index.
    private static let widest = 0.01
    private static let narrowest = 0.004
    private static let bend = 0.02
    /// What a star's place may be off, in pixels, as seen by a code.
    private static let placeError = 2.0
    private static let unseen = SIMD2<Double>(.nan, .nan)
    /// How often a bright star of the picture is in the index, where the candidate is right.
    private static let hit = 0.6
    private static let mostWitnesses = 14

    init(
        stars: [SIMD2<Double>], width: Int, height: Int, indexes: [FeatureIndex], limits: Limits, partial: Bool = false,
        isOver: @escaping () -> Bool = { false }
    ) {
        self.stars = stars
        self.width = Double(width)
        self.height = Double(height)
        self.indexes = indexes
        self.limits = limits
        self.partial = partial
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
        /// Which star of the index's feature the third is: C, or D where it stands for that.
        var third = 2
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

        /// The index's number of the star at a place.
        func place(_ number: Int) -> Int { number == 2 ? third : number }

        func holds(_ star: Int) -> Bool { (0..<count).contains { self.star($0) == star } }
    }

    private mutating func look(up pair: FieldFeatures.Pair, _ c: Int, _ d: Int?) -> FieldMatch? {
        var best: FieldMatch?
        // A lens that bends the corners by 2 % bends a feature by the square of its share of the picture.
        let share = pair.length * pair.length / (width * width + height * height)
        let tolerance = min(Self.widest, max(Self.narrowest, Self.placeError / pair.length + Self.bend * share))
        if partial && d != nil { return nil }
        witnesses = nil
        for number in indexes.indices where indexes[number].size == (d == nil && !partial ? 3 : 4) {
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
                    if partial {
                        // As C or as D of the quad, whichever the unseen star makes it.
                        for third in [2, 3] {
                            let reading = Reading(
                                stars: (a, b, starC, -1), count: 3, third: third, mirrored: mirrored, pair: pair,
                                tolerance: min(tolerance, Self.narrowest))
                            take(search(number, third == 2 ? first : Self.unseen, third == 2 ? Self.unseen : first, reading), &best)
                        }
                        continue
                    }
                    guard let d else {
                        guard first.x <= 0.5 + 1.5 * tolerance else { continue }
                        take(
                            search(
                                number, first, .zero,
                                Reading(
                                    stars: (a, b, starC, -1), count: 3, mirrored: mirrored, pair: pair, tolerance: tolerance)), &best)
                        continue
                    }
                    let starD = pair.inside[d].star
                    guard first.x + second.x <= 1 + 3 * tolerance else { continue }
                    if first.x <= second.x + 1.5 * tolerance {
                        take(
                            search(
                                number, first, second,
                                Reading(
                                    stars: (a, b, starC, starD), count: 4, mirrored: mirrored, pair: pair, tolerance: tolerance)), &best)
                    }
                    if second.x <= first.x + 1.5 * tolerance {
                        take(
                            search(
                                number, second, first,
                                Reading(
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
        let index = indexes[number]
        index.forEachFeature(near: code, within: Float(reading.tolerance), in: cone) { rows.append($0) }
        for row in rows {
            statistics.candidates += 1
            guard let candidate = candidate(index, row, reading), isLikely(candidate, index, reading) else { continue }
            statistics.grown += 1
            let stars = (0..<reading.count).map(reading.star)
            take(growth.grow(candidate, numbers: stars, length: reading.pair.length, in: index), &best)
            if best?.isCertain ?? false { break }
        }
        self.rows = rows
        return best
    }

    private func candidate(_ index: FeatureIndex, _ row: Int, _ reading: Reading) -> Similarity? {
        for place in 0..<reading.count where index.star(reading.place(place), ofFeature: row) == nil { return nil }
        let found = Similarity(
            count: reading.count, mirrored: reading.mirrored, pixel: { stars[reading.star($0)] },
            direction: { index.direction(ofStar: index.star(reading.place($0), ofFeature: row) ?? 0) })
        guard let found, found.scale >= limits.scale.lowerBound * 0.98, found.scale <= limits.scale.upperBound * 1.02 else { return nil }
        if let hint = limits.direction {
            let centre = found.direction(SIMD2(width / 2 - 0.5, height / 2 - 0.5))
            guard dot(centre, hint) >= cos(min(.pi, limits.cone)) else { return nil }
        }
        return found
    }

    /// A bright star near a feature, which the index has too where a candidate is right.
    private struct Witness {
        var place: SIMD2<Double>
        /// How far off a right candidate may have it, pixels.
        var reach: Double
    }

    private func witnesses(of reading: Reading) -> [Witness] {
        let (middle, span) = (reading.pair.middle, reading.pair.length)
        var found: [Witness] = []
        for star in stars.indices.prefix(200) where !reading.holds(star) {
            let away = length(stars[star] - middle)
            guard away < 1.3 * span else { continue }
            let reach = 1.2 * (1 + 4 * away * away / (span * span)).squareRoot() + 0.006 * away
            found.append(Witness(place: stars[star], reach: reach))
            if found.count == Self.mostWitnesses { break }
        }
        return found
    }

    /// Whether the witnesses stand where the index has stars: a running likelihood ratio, given up as early as it can be.
    private mutating func isLikely(_ candidate: Similarity, _ index: FeatureIndex, _ reading: Reading) -> Bool {
        let witnesses = self.witnesses ?? witnesses(of: reading)
        self.witnesses = witnesses
        let density = index.density * .pi
        let scale = candidate.scale
        var sum = 0.0
        // Three stars match by chance a hundred times as often as four: a second one has to agree.
        let enough = partial ? 9.0 : 5
        // Bright stars that the index does not have come in a row; chance matches of three stars are too many to bear with.
        let hopeless = reading.count == 4 ? -5.5 : partial ? -3.6 : -2.5
        for witness in witnesses {
            let reach = witness.reach * scale
            let chance = min(0.5, density * reach * reach)
            if index.hasStar(within: reach, of: candidate.direction(witness.place)) {
                sum += log(Self.hit / max(chance, 1e-4))
            } else {
                sum += log((1 - Self.hit) / (1 - chance))
            }
            if sum > enough { return true }
            if sum < hopeless { break }
        }
        return sum > (partial ? enough : 3)
    }
}
