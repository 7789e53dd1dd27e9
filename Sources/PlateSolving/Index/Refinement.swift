import FITS
import Foundation
import StarIndex
import WCS

/// Makes a solution of a match: all stars of the picture against those of one index, TAN with as much SIP distortion as the stars
/// prove (Shupe et al. 2005, ASPC 347, 491).
struct Refinement {
    struct Star: Sendable {
        /// Full pixels, 0-based.
        var place: SIMD2<Double>
        /// Its place in the list of all detected stars.
        var number: Int
    }

    struct Matched: Sendable {
        var star: Star
        /// In the index.
        var index: Int
        var direction: SIMD3<Double>
        /// Where the solution has it, full pixels.
        var predicted: SIMD2<Double>
    }

    struct Solution: Sendable {
        var wcs: WCS
        var matched: [Matched]
        var index: FeatureIndex
        var order: Int
        /// Full pixels.
        var rms: Double
        var percentile95: Double
        /// Every star of the index in the picture, full pixels.
        var inField: [(number: Int, direction: SIMD3<Double>, place: SIMD2<Double>)]
    }

    /// Of the picture at full size.
    let width: Int
    let height: Int
    /// Brightest first.
    let stars: [Star]
    /// How many full pixels a pixel is wide in which stars were found: their places are no better than a part of it.
    let grain: Double

    private static let highestOrder = 5
    private static let mostRounds = 12
    private static let mostReferences = 2500

    /// - Parameter map: from the match's plane to full pixels.
    func solution(of match: FieldMatch, map: (SIMD2<Double>) -> SIMD2<Double>, indexes: [FeatureIndex]) throws -> Solution {
        let grid = StarGrid(stars: stars.map(\.place), width: Double(width), height: Double(height))
        let index = finest(match, map, indexes)
        var (pairs, model) = try grown(match, map, index, grid, highest: Self.highestOrder)
        // In the far corners of a wide field a polynomial may have taken to stars that stand there by chance. A plain lens cannot.
        if model.typical > max(1, grain / 3), let plain = try? grown(match, map, index, grid, highest: 0),
            close(plain.pairs, plain.model) > close(pairs, model)
        {
            (pairs, model) = plain
        }
        let wcs = try WCS(header: FITSHeader(cards: model.cards), width: width, height: height, frame: .upright)
        let matched = pairs.map { pair in
            Matched(
                star: stars[pair.star], index: pair.number, direction: pair.direction,
                predicted: model.plane.project(pair.direction).map { model.pixel($0) } ?? stars[pair.star].place)
        }
        let misses = matched.map { length($0.star.place - $0.predicted) }.sorted()
        let rms = (misses.reduce(0) { $0 + $1 * $1 } / Double(max(1, misses.count))).squareRoot()
        return Solution(
            wcs: wcs, matched: matched, index: index, order: model.order, rms: rms,
            percentile95: misses.isEmpty ? 0 : misses[min(misses.count - 1, misses.count * 95 / 100)],
            inField: inField(index, model.plane, margin: 0) { model.pixel($0) }.map { ($0.number, $0.direction, $0.place) })
    }

    /// How many stars are where a model has them.
    private func close(_ pairs: [Pair], _ model: Model) -> Int {
        pairs.count { pair in
            guard let point = model.plane.project(pair.direction) else { return false }
            return length(model.pixel(point) - stars[pair.star].place) <= max(1, grain / 2)
        }
    }

    /// From the stars that the match is sure of outward: at the rim of a wide field the lens may bend more than was known.
    ///
    /// - Parameter highest: order of a polynomial; 0: only lenses that bend evenly round their middle.
    private func grown(
        _ match: FieldMatch, _ map: (SIMD2<Double>) -> SIMD2<Double>, _ index: FeatureIndex, _ grid: StarGrid, highest: Int
    ) throws -> (pairs: [Pair], model: Model) {
        let sure = match.stars.map { map(match.plane.project($0.direction) ?? .zero) }
        let middle = sure.reduce(.zero, +) / Double(max(1, sure.count))
        var known = Self.reach(of: sure, from: middle) * min(1, 1 / match.residual)
        let near = max(2.5 * grain, 3 * min(1, match.residual) * grain)
        // A plain lens is so well known by the sure stars that chance is let in nowhere.
        func reach(_ place: SIMD2<Double>, _ base: Double) -> Double {
            let beyond = max(0, length(place - middle) - known)
            return highest == 0 && beyond > 0.4 * known ? 0 : beyond * 0.03 + base
        }
        var pairs = paired(inField(index, match.plane, map), grid) { reach($0, near) }
        guard var model = best(pairs, plane: match.plane, highest: min(3, highest)) else {
            throw SolveFailure("The matched stars do not determine a solution.")
        }
        var before = 0
        for round in 0..<Self.mostRounds {
            let current = model
            let base = max(1.0, min(round == 0 ? 3 * grain : 2 * grain, 4 * current.typical))
            let again = paired(inField(index, current.plane) { current.pixel($0) }, grid) { reach($0, base) }
            guard again.count >= 5, let better = best(again, plane: current.plane, highest: highest) else { break }
            (pairs, model) = (again, better)
            // Only those that agree with the new model say how far it is to be trusted.
            let good = pairs.filter { pair in
                guard let point = better.plane.project(pair.direction) else { return false }
                return length(better.pixel(point) - stars[pair.star].place) <= max(1, 3 * better.typical)
            }
            let reach = Self.reach(of: good.map { stars[$0.star].place }, from: middle)
            let isSettled = reach <= known * 1.02 && pairs.count <= before + before / 50
            (known, before) = (max(known, reach), pairs.count)
            if round > 0, isSettled { break }
        }
        // What was let in generously at the rim has to agree like the rest.
        let final = model
        let strict = paired(inField(index, final.plane) { final.pixel($0) }, grid) { _ in max(1.0, min(2 * grain, 4 * final.typical)) }
        if let last = best(strict, plane: model.plane, highest: highest) { (pairs, model) = (strict, last) }
        return (pairs, model)
    }

    /// Of the shapes that the stars allow the one that explains them best for its number of coefficients (Bayesian information
    /// criterion, Schwarz 1978), with its tangent point where the middle of the picture is.
    private func best(_ pairs: [Pair], plane: TangentPlane, highest: Int) -> Model? {
        var best: (shape: Model.Shape, model: Model, score: Double)?
        func consider(_ shape: Model.Shape, _ plane: TangentPlane, moves: Bool) {
            guard pairs.count >= shape.fewestStars, let model = model(pairs, shape, plane: plane, moves: moves) else { return }
            let count = Double(2 * pairs.count)
            // Places are no better than a twentieth of a pixel.
            let spread = max(model.spread, 0.0025)
            let score = count * log(spread) + Double(shape.parameters) * log(count)
            if score < best?.score ?? .infinity { best = (shape, model, score) }
        }
        // What is bent shows from a plane that touches the sky at the picture's middle: the shapes that are cheap to fit find it.
        for bends in [false, true] { consider(.lens(bends: bends), plane, moves: true) }
        let middle = best?.model.plane ?? plane
        for order in 0..<highest { consider(.polynomial(order: order + 1), middle, moves: false) }
        guard let best, case .polynomial = best.shape else { return best?.model }
        return model(pairs, best.shape, plane: middle, moves: true)
    }

    private func model(_ pairs: [Pair], _ shape: Model.Shape, plane: TangentPlane, moves: Bool) -> Model? {
        Model(pairs, stars, shape: shape, plane: plane, width: width, height: height, moves: moves)
    }

    /// Nine of ten of these are no farther from the middle.
    private static func reach(of places: [SIMD2<Double>], from middle: SIMD2<Double>) -> Double {
        let distances = places.map { length($0 - middle) }.sorted()
        return distances.isEmpty ? 0 : distances[distances.count * 9 / 10]
    }

    /// The index with the most stars in the field, as long as these are not many more than the picture shows.
    private func finest(_ match: FieldMatch, _ map: (SIMD2<Double>) -> SIMD2<Double>, _ indexes: [FeatureIndex]) -> FeatureIndex {
        let area = solidAngle(match, map)
        let wanted = Double(min(Self.mostReferences, max(60, 3 * stars.count)))
        let centre = match.plane.centre
        let radius = min(1.3, (area / .pi).squareRoot())
        return indexes.sorted { $0.density > $1.density }.first { index in
            let expected = index.density * area
            guard expected <= wanted else { return false }
            // Tiles may not reach here.
            guard index.skyFraction < 1 else { return true }
            var count = 0
            index.forEachStar(within: 2 * sin(radius / 2), of: centre) { _, _ in count += 1 }
            return Double(count) > 0.5 * expected
        } ?? match.index
    }

    private func solidAngle(_ match: FieldMatch, _ map: (SIMD2<Double>) -> SIMD2<Double>) -> Double {
        // Of a small square at the plane's origin; good enough to choose by.
        let step = 1e-4
        let (o, x, y) = (map(.zero), map(SIMD2(step, 0)), map(SIMD2(0, step)))
        let pixels = abs((x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x))
        return Double(width * height) * step * step / max(pixels, 1e-30)
    }

    private struct Reference {
        var number: Int
        var direction: SIMD3<Double>
        var place: SIMD2<Double>
        var rank: UInt8
    }

    private func inField(
        _ index: FeatureIndex, _ plane: TangentPlane, margin: Double = 0.02, _ map: (SIMD2<Double>) -> SIMD2<Double>
    ) -> [Reference] {
        let (w, h) = (Double(width), Double(height))
        let step = 1e-4
        let perPixel = step / max(length(map(SIMD2(step, 0)) - map(.zero)), 1e-30)
        // From the plane's origin to the farthest corner, and somewhat more for what lenses bend.
        let far = [SIMD2(0, 0), SIMD2(w, 0), SIMD2(0, h), SIMD2(w, h)].map { length($0 - map(.zero)) }.max() ?? w
        let radius = min(1.3, atan(far * perPixel * 1.25))
        var found: [Reference] = []
        index.forEachStar(within: 2 * sin(radius / 2), of: plane.centre) { number, direction in
            guard let point = plane.project(direction) else { return }
            let place = map(point)
            guard place.x >= -0.5 - margin * w, place.y >= -0.5 - margin * h, place.x <= w * (1 + margin) - 0.5,
                place.y <= h * (1 + margin) - 0.5
            else { return }
            found.append(Reference(number: number, direction: direction, place: place, rank: index.rank(ofStar: number)))
        }
        found.sort { ($0.rank, $0.number) < ($1.rank, $1.number) }
        return Array(found.prefix(Self.mostReferences))
    }

    struct Pair {
        var number: Int
        var direction: SIMD3<Double>
        var star: Int
    }

    /// Each reference with its nearest star; of two that want one star the nearer.
    private func paired(
        _ references: [Reference], _ grid: StarGrid, within reach: (SIMD2<Double>) -> Double
    ) -> [Pair] {
        var owner: [Int: (pair: Pair, miss: Double)] = [:]
        for reference in references {
            guard let star = grid.nearest(to: reference.place, within: reach(reference.place)) else { continue }
            let miss = length(stars[star].place - reference.place)
            if let other = owner[star], other.miss <= miss { continue }
            owner[star] = (Pair(number: reference.number, direction: reference.direction, star: star), miss)
        }
        return owner.sorted { $0.key < $1.key }.map(\.value.pair)
    }
}

extension Refinement {
    /// TAN-SIP with its reference point at the picture's middle.
    struct Model {
        /// How pixels are mapped to the plane.
        enum Shape: Sendable {
            /// Turned and scaled, and bent evenly around the middle or not at all.
            case lens(bends: Bool)
            case polynomial(order: Int)

            var parameters: Int {
                switch self {
                case .lens(let bends): bends ? 6 : 4
                case .polynomial(let order): 2 * PlanePolynomial.termCount(order)
                }
            }

            /// Some stars in one corner must not buy a bend of all others.
            var fewestStars: Int {
                switch self {
                case .lens(let bends): bends ? 8 : 4
                case .polynomial(let order): [4, 15, 40, 80, 140][order - 1]
                }
            }

            func fit(_ points: [SIMD2<Double>], _ values: [SIMD2<Double>], _ weights: [Double]) -> PlanePolynomial? {
                switch self {
                case .lens(let bends): LensFit.map(from: points, to: values, weights: weights, bends: bends)
                case .polynomial(let order): PlanePolynomial(order: order, from: points, to: values, weights: weights)
                }
            }
        }

        let plane: TangentPlane
        let order: Int
        let rms: Double
        let middle: SIMD2<Double>
        /// From pixels, relative to the middle, to the plane.
        private let forward: PlanePolynomial
        /// The other way.
        private let backward: PlanePolynomial
        private let width: Int
        private let height: Int
        /// Pixels: half of the stars are nearer to where they should be.
        let typical: Double
        /// Mean square miss, that of stars that may be wrong ones limited.
        let spread: Double

        /// - Parameter moves: whether the tangent point moves to where the middle of the picture is; else it stays about there.
        init?(_ pairs: [Pair], _ stars: [Star], shape: Shape, plane start: TangentPlane, width: Int, height: Int, moves: Bool) {
            let middle = SIMD2(Double(width - 1) / 2, Double(height - 1) / 2)
            let pixels = pairs.map { stars[$0.star].place - middle }
            var plane = start
            var fitted: (forward: PlanePolynomial, points: [SIMD2<Double>], weights: [Double])?
            for _ in 0..<4 {
                var points: [SIMD2<Double>] = []
                for pair in pairs {
                    guard let point = plane.project(pair.direction) else { return nil }
                    points.append(point)
                }
                var weights = [Double](repeating: 1, count: pairs.count)
                var polynomial: PlanePolynomial?
                // Stars that lie off count less (Huber weights).
                for _ in 0..<3 {
                    guard let found = shape.fit(pixels, points, weights) else { return nil }
                    polynomial = found
                    let misses = zip(pixels, points).map { length(found($0) - $1) }
                    let sorted = misses.sorted()
                    let typical = max(sorted[sorted.count / 2], 1e-12)
                    weights = misses.map { $0 <= 2 * typical ? 1 : 2 * typical / $0 }
                }
                guard let polynomial else { return nil }
                fitted = (polynomial, points, weights)
                let shift = polynomial(.zero)
                guard length(shift) < 1 else { return nil }
                if !moves || length(shift) < 1e-10 { break }
                plane = TangentPlane(at: plane.direction(shift))
            }
            guard let fitted else { return nil }
            self.plane = plane
            order = fitted.forward.order
            self.middle = middle
            self.width = width
            self.height = height
            forward = fitted.forward
            // The inverse on a grid over the picture, one order higher where there is a bend.
            var grid: [SIMD2<Double>] = []
            for y in 0...16 {
                for x in 0...16 { grid.append(SIMD2(Double(x) / 16 * Double(width), Double(y) / 16 * Double(height)) - middle) }
            }
            let bend = order == 1 ? 1 : min(5, order + 1)
            guard let backward = PlanePolynomial(order: bend, from: grid.map { fitted.forward($0) }, to: grid) else { return nil }
            self.backward = backward
            let misses = zip(pixels, fitted.points).map { length(backward($1) - $0) }.sorted()
            let half = misses[misses.count / 2]
            typical = half
            spread = misses.reduce(0) { $0 + min($1 * $1, 9 * half * half) } / Double(pairs.count)
            rms = (misses.reduce(0) { $0 + $1 * $1 } / Double(pairs.count)).squareRoot()
            guard rms.isFinite else { return nil }
        }

        /// Full pixels, of a point of the plane.
        func pixel(_ point: SIMD2<Double>) -> SIMD2<Double> { backward(point) + middle }

        /// The header of the solution.
        var cards: [FITSCard] {
            let centre = plane.centre
            var ra = atan2(centre.y, centre.x) * 180 / .pi
            if ra < 0 { ra += 360 }
            let dec = asin(max(-1, min(1, centre.z))) * 180 / .pi
            let terms = forward.plainTerms
            let degree = 180 / Double.pi
            let (cx, cy) = (terms[1] * degree, terms[2] * degree)
            // Columns: the change of (x, y) of the plane with u and with v. FITS x grows east as the plane's does.
            let (cd11, cd12, cd21, cd22) = (cx.x, cy.x, cx.y, cy.y)
            var cards: [FITSCard] = [
                FITSCard("CTYPE1", .string(order > 1 ? "RA---TAN-SIP" : "RA---TAN")),
                FITSCard("CTYPE2", .string(order > 1 ? "DEC--TAN-SIP" : "DEC--TAN")),
                FITSCard("CUNIT1", .string("deg")), FITSCard("CUNIT2", .string("deg")), FITSCard("RADESYS", .string("ICRS")),
                FITSCard("CRVAL1", .real(ra)), FITSCard("CRVAL2", .real(dec)), FITSCard("CRPIX1", .real(middle.x + 1)),
                FITSCard("CRPIX2", .real(middle.y + 1)), FITSCard("CD1_1", .real(cd11)), FITSCard("CD1_2", .real(cd12)),
                FITSCard("CD2_1", .real(cd21)), FITSCard("CD2_2", .real(cd22)),
            ]
            guard order > 1 else { return cards }
            let determinant = cd11 * cd22 - cd12 * cd21
            func unbent(_ w: SIMD2<Double>) -> SIMD2<Double> {
                SIMD2(cd22 * w.x - cd12 * w.y, cd11 * w.y - cd21 * w.x) / determinant
            }
            var (a, b): ([FITSCard], [FITSCard]) = ([], [])
            for (place, exponent) in PlanePolynomial.exponents(order).enumerated() where exponent.p + exponent.q >= 2 {
                let value = unbent(terms[place] * degree)
                a.append(FITSCard("A_\(exponent.p)_\(exponent.q)", .real(value.x)))
                b.append(FITSCard("B_\(exponent.p)_\(exponent.q)", .real(value.y)))
            }
            cards += [FITSCard("A_ORDER", .integer(order))] + a + [FITSCard("B_ORDER", .integer(order))] + b
            return cards + inverseCards(unbent)
        }

        /// AP and BP: from (U, V) = CD⁻¹ · plane back to pixels.
        private func inverseCards(_ unbent: (SIMD2<Double>) -> SIMD2<Double>) -> [FITSCard] {
            let degree = 180 / Double.pi
            var (bent, corrections): ([SIMD2<Double>], [SIMD2<Double>]) = ([], [])
            for y in 0...20 {
                for x in 0...20 {
                    let pixel = SIMD2(Double(x) / 20 * Double(width), Double(y) / 20 * Double(height)) - middle
                    let plain = unbent(forward(pixel) * degree)
                    bent.append(plain)
                    corrections.append(pixel - plain)
                }
            }
            let inverseOrder = min(5, order + 1)
            guard let inverse = PlanePolynomial(order: inverseOrder, from: bent, to: corrections) else { return [] }
            let terms = inverse.plainTerms
            var (ap, bp): ([FITSCard], [FITSCard]) = ([], [])
            for (place, exponent) in PlanePolynomial.exponents(inverseOrder).enumerated() {
                ap.append(FITSCard("AP_\(exponent.p)_\(exponent.q)", .real(terms[place].x)))
                bp.append(FITSCard("BP_\(exponent.p)_\(exponent.q)", .real(terms[place].y)))
            }
            return [FITSCard("AP_ORDER", .integer(inverseOrder))] + ap + [FITSCard("BP_ORDER", .integer(inverseOrder))] + bp
        }
    }
}
