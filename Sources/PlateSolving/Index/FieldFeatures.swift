import Foundation

/// The features of a picture's stars, made star by star: what the first n stars give comes before what the next one adds.
struct FieldFeatures {
    /// Two stars and those within the circle whose diameter they are.
    struct Pair {
        let a: Int
        let b: Int
        /// Pixels.
        let length: Double
        let middle: SIMD2<Double>
        fileprivate(set) var inside: [(star: Int, place: SIMD2<Double>)] = []
    }

    let stars: [SIMD2<Double>]
    /// The shortest AB, pixels.
    let shortest: Double
    let tolerance: Double
    private(set) var pairs: [Pair] = []
    /// How many stars were taken.
    private(set) var used = 0

    init(stars: [SIMD2<Double>], shortest: Double, tolerance: Double) {
        self.stars = stars
        self.shortest = shortest
        self.tolerance = tolerance
    }

    /// Where a star is in the frame in which A is (0, 0) and B is (1, 1).
    private static func place(_ star: SIMD2<Double>, _ a: SIMD2<Double>, _ d: SIMD2<Double>) -> SIMD2<Double> {
        let s = dot(d, d)
        let z = star - a
        let turn = SIMD2(d.x + d.y, d.x - d.y) / s
        return SIMD2(z.x * turn.x - z.y * turn.y, z.x * turn.y + z.y * turn.x)
    }

    private func isInside(_ place: SIMD2<Double>) -> Bool {
        place.x * place.x - place.x + place.y * place.y - place.y <= tolerance * (2.0.squareRoot() + tolerance)
    }

    /// Takes the next star, and calls `body` with each feature that is new with it: a pair, and of those inside it C and maybe D.
    ///
    /// - Parameter body: gets the pair and the numbers among its `inside`; D is nil for triangles; false to end it.
    mutating func add(_ body: (Pair, _ c: Int, _ d: Int?) -> Bool) {
        guard used < stars.count else { return }
        let new = used
        used += 1
        for index in pairs.indices {
            let pair = pairs[index]
            let place = Self.place(stars[new], stars[pair.a], stars[pair.b] - stars[pair.a])
            guard isInside(place) else { continue }
            pairs[index].inside.append((new, place))
            let last = pairs[index].inside.count - 1
            if !body(pairs[index], last, nil) { return }
            for other in 0..<last where !body(pairs[index], last, other) { return }
        }
        for first in 0..<new {
            let d = stars[new] - stars[first]
            let span = length(d)
            guard span >= shortest else { continue }
            var pair = Pair(a: first, b: new, length: span, middle: (stars[first] + stars[new]) / 2)
            for other in 0..<new where other != first {
                let place = Self.place(stars[other], stars[first], d)
                if isInside(place) { pair.inside.append((other, place)) }
            }
            pairs.append(pair)
            for c in pair.inside.indices {
                if !body(pair, c, nil) { return }
                for other in 0..<c where !body(pair, c, other) { return }
            }
        }
    }
}
