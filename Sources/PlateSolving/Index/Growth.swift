import Foundation
import StarIndex

/// Lets a match grow from one feature over the whole picture: ever farther stars are matched with the ever better known map.
struct Growth: Sendable {
    /// In the order in which they count; pixels.
    let stars: [SIMD2<Double>]
    let width: Double
    let height: Double
    private let grid: StarGrid

    /// More stars than these say nothing new.
    private static let mostStars = 250
    private static let mostReferences = 500

    init(stars: [SIMD2<Double>], width: Double, height: Double) {
        self.stars = Array(stars.prefix(Self.mostStars))
        self.width = width
        self.height = height
        grid = StarGrid(stars: self.stars, width: width, height: height)
    }

    private struct Reference {
        var number: Int
        var direction: SIMD3<Double>
        var point: SIMD2<Double>
        var rank: UInt8
    }

    /// - Parameters:
    ///   - start: from a feature.
    ///   - numbers: of the feature's stars in the list.
    ///   - span: the feature's AB, pixels.
    func grow(_ start: Similarity, numbers: [Int], length span: Double, in index: FeatureIndex) -> FieldMatch? {
        var references = self.references(start, in: index)
        guard references.count >= 6 else { return nil }
        references.sort { ($0.rank, $0.number) < ($1.rank, $1.number) }
        if references.count > Self.mostReferences { references.removeLast(references.count - Self.mostReferences) }

        let middle = numbers.map { stars[$0] }.reduce(.zero, +) / Double(numbers.count)
        // What is known well reaches this far from the middle, pixels.
        var known = span / 2
        let whole = farthest(from: middle)
        var map: (SIMD2<Double>) -> SIMD2<Double> = { start.pixel($0) }
        var pairs: [(reference: Int, star: Int)] = []
        var polynomial: PlanePolynomial?
        var residual = 1.0
        for round in 0..<20 {
            let reach = min(whole, known * (round == 0 ? 1.7 : 1.4))
            pairs = []
            var taken = Set<Int>()
            for (number, reference) in references.enumerated() {
                let place = map(reference.point)
                let away = length(place - middle)
                guard away <= reach, place.x >= -2, place.y >= -2, place.x <= width + 1, place.y <= height + 1 else { continue }
                let beyond = max(0, away - known)
                let tolerance = max(1.5, min(3 * residual, 4)) + 0.03 * beyond + (round == 0 ? 0.01 * away : 0)
                guard let star = grid.nearest(to: place, within: tolerance), taken.insert(star).inserted else { continue }
                pairs.append((number, star))
            }
            guard pairs.count >= (round == 0 ? 4 : 5) else { return nil }
            let order = pairs.count >= 24 ? 3 : pairs.count >= 14 ? 2 : 1
            guard let fitted = fit(pairs, references, order), fitted.pairs.count >= 4 else { return nil }
            (polynomial, pairs, residual) = fitted
            let best = fitted.polynomial
            map = { best($0) }
            // The map is known as far as stars agree with it, not as far as they were looked for.
            let distances = pairs.map { length(stars[$0.star] - middle) }.sorted()
            let supported = distances[min(distances.count - 1, distances.count * 9 / 10)] * 1.1
            let isDone = reach >= whole && supported <= known * 1.05
            // Where there are no stars for a while, it goes on all the same.
            known = min(reach, max(known * 1.1, supported))
            if isDone, round >= 2 { break }
        }
        guard let polynomial else { return nil }
        return judged(polynomial, pairs, references, residual, start, numbers, in: index)
    }

    /// Fits, leaves out what lies off, and fits again.
    private func fit(
        _ pairs: [(reference: Int, star: Int)], _ references: [Reference], _ order: Int
    ) -> (polynomial: PlanePolynomial, pairs: [(reference: Int, star: Int)], residual: Double)? {
        var kept = pairs
        for _ in 0..<3 {
            guard
                let polynomial = PlanePolynomial(
                    order: order, from: kept.map { references[$0.reference].point }, to: kept.map { stars[$0.star] })
            else { return nil }
            let misses = kept.map { length(polynomial(references[$0.reference].point) - stars[$0.star]) }
            let sorted = misses.sorted()
            let limit = max(0.7, 3.5 * sorted[sorted.count / 2])
            let better = zip(kept, misses).filter { $0.1 <= limit }.map(\.0)
            let residual = (misses.reduce(0) { $0 + $1 * $1 } / Double(misses.count)).squareRoot()
            if better.count == kept.count || better.count < PlanePolynomial.termCount(order) + 1 {
                return (polynomial, kept, residual)
            }
            kept = better
        }
        guard
            let polynomial = PlanePolynomial(
                order: order, from: kept.map { references[$0.reference].point }, to: kept.map { stars[$0.star] })
        else { return nil }
        let sum = kept.reduce(0.0) { sum, pair in
            let miss = polynomial(references[pair.reference].point) - stars[pair.star]
            return sum + dot(miss, miss)
        }
        return (polynomial, kept, (sum / Double(kept.count)).squareRoot())
    }

    /// The odds of the whole match (after Lang et al. 2010, section 2.3): each star of the picture is a star of the index, displaced by
    /// the error of its place, or one that the index does not have, anywhere.
    private func judged(
        _ polynomial: PlanePolynomial, _ pairs: [(reference: Int, star: Int)], _ references: [Reference], _ residual: Double,
        _ start: Similarity, _ numbers: [Int], in index: FeatureIndex
    ) -> FieldMatch? {
        // References in the picture, as the final map has them.
        let places = references.map { polynomial($0.point) }
        let inside = places.indices.filter {
            places[$0].x >= -0.5 && places[$0].y >= -0.5 && places[$0].x < width - 0.5 && places[$0].y < height - 0.5
        }
        guard inside.count >= 5 else { return nil }
        let sigma = max(0.7, residual)
        let area = width * height
        var owner: [Int: Int] = [:]
        for number in inside {
            guard let star = grid.nearest(to: places[number], within: 5 * sigma) else { continue }
            if let other = owner[star], length(places[other] - stars[star]) <= length(places[number] - stars[star]) { continue }
            owner[star] = number
        }
        let distractors = 0.25
        var (sum, best) = (0.0, 0.0)
        var matched = 0
        let total = Double(inside.count)
        let feature = Set(numbers)
        var kept: [FieldMatch.Star] = []
        // The map was fitted to the stars that it is judged by: as many of them prove nothing as it has free numbers.
        var free = PlanePolynomial.termCount(polynomial.order) - numbers.count
        for star in stars.indices {
            let other = log(distractors + (1 - distractors) * Double(matched) / total)
            var gain = other
            if let reference = owner[star] {
                let miss = length(places[reference] - stars[star])
                let hit = log((1 - distractors) * area / (2 * .pi * sigma * sigma * total)) - miss * miss / (2 * sigma * sigma)
                if hit > other {
                    matched += 1
                    kept.append(
                        FieldMatch.Star(
                            field: star, index: references[reference].number, direction: references[reference].direction))
                    if feature.contains(star) { continue }
                    if free > 0 {
                        free -= 1
                        continue
                    }
                    gain = hit
                }
            }
            sum += gain
            best = max(best, sum)
            if sum < -40 { break }
        }
        guard best > 12, matched >= 6 else { return nil }
        return FieldMatch(
            index: index, stars: kept, plane: start.plane, pixels: polynomial, logOdds: best, residual: residual, mirrored: start.mirrored)
    }

    /// The index's stars that may be in the picture, as the feature alone has it.
    private func references(_ start: Similarity, in index: FeatureIndex) -> [Reference] {
        let centre = start.direction(SIMD2(width / 2 - 0.5, height / 2 - 0.5))
        let radius = min(1.3, start.scale * (width * width + height * height).squareRoot() / 2 * 1.1)
        var found: [Reference] = []
        index.forEachStar(within: 2 * sin(radius / 2), of: centre) { number, direction in
            guard let point = start.plane.project(direction) else { return }
            let place = start.pixel(point)
            // A wide lens bends the corners by a tenth.
            guard place.x > -0.15 * width, place.y > -0.15 * height, place.x < 1.15 * width, place.y < 1.15 * height else { return }
            found.append(Reference(number: number, direction: direction, point: point, rank: index.rank(ofStar: number)))
        }
        return found
    }

    private func farthest(from middle: SIMD2<Double>) -> Double {
        [SIMD2(0, 0), SIMD2(width, 0), SIMD2(0, height), SIMD2(width, height)].map { length($0 - middle) }.max() ?? width
    }
}
