import Foundation
import Sky

/// `cbounds.dat`: the boundaries of the IAU, already brought from B1875 to J2000. ":" and a name begin one; then come hours,
/// degrees, and whether another boundary has this side too.
enum BoundaryLines {
    static func read(_ text: String) throws -> [(name: String, ring: [SkyPosition])] {
        var rings: [(name: String, ring: [SkyPosition])] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("#") { continue }
            if line.hasPrefix(":") {
                rings.append((line.dropFirst().trimmingCharacters(in: .whitespacesAndNewlines), []))
                continue
            }
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            if words.isEmpty { continue }
            guard words.count >= 2, let hours = Double(words[0]), let dec = Double(words[1]), !rings.isEmpty,
                (-24...48).contains(hours), (-90...90).contains(dec)
            else { throw KStarsError("cbounds.dat, line \(number + 1)", "\"\(line.prefix(60))\" is no point of a boundary") }
            rings[rings.count - 1].ring.append(SkyPosition(ra: hours * 15, dec: dec))
        }
        guard !rings.isEmpty else { throw KStarsError("cbounds.dat", "has no boundaries") }
        for (name, ring) in rings where ring.count < 3 {
            throw KStarsError("cbounds.dat", "the boundary of \(name) has only \(ring.count) points")
        }
        return rings.map { ($0.name, ParallelB1875.refined(withoutSeam($0.ring))) }
    }

    /// Round a pole the file goes as on a flat map: along right ascension 0h to the pole's line and back along 24h.
    private static func withoutSeam(_ ring: [SkyPosition]) -> [SkyPosition] {
        func isPole(_ index: Int) -> Bool { abs(ring[(index + ring.count) % ring.count].dec) == 90 }
        return ring.indices.filter { index in
            !isPole(index) && !(ring[index].ra == 0 && (isPole(index - 1) || isPole(index + 1)))
        }.map { ring[$0] }
    }
}

/// Sides of a boundary along parallels of B1875, which a great circle through two points of it leaves.
enum ParallelB1875 {
    /// The pole of B1875 as J2000 sees it: Lieske's precession over −1.2499 centuries, angles θ and ζ.
    private static let pole: UnitVector = {
        let t = (2_405_889.25855 - 2_451_545) / 36_525
        let zeta = radians((2306.2181 * t + 0.30188 * t * t + 0.017998 * t * t * t) / 3600)
        let theta = radians((2004.3109 * t - 0.42665 * t * t - 0.041833 * t * t * t) / 3600)
        return UnitVector(x: sin(theta) * cos(zeta), y: -sin(theta) * sin(zeta), z: cos(theta))
    }()

    /// A closed ring with a point more in the middle of each side that follows a parallel: KStars' points are a degree of right
    /// ascension apart, so that the way straight between them is up to 4″ off; with half of that it is 1″.
    static func refined(_ ring: [SkyPosition]) -> [SkyPosition] {
        let ring = withoutRepetition(ring)
        var closed: [SkyPosition] = []
        for (index, point) in ring.enumerated() {
            closed.append(point)
            let next = ring[(index + 1) % ring.count]
            if let middle = middle(point.unitVector, next.unitVector) { closed.append(SkyPosition(middle)) }
        }
        if let first = closed.first { closed.append(first) }
        return closed
    }

    /// Some points come twice, and some a hair before their predecessor, so that the boundary would turn on its heel there.
    private static func withoutRepetition(_ ring: [SkyPosition]) -> [SkyPosition] {
        let hair = 1e-4
        var kept: [SkyPosition] = []
        for point in ring where kept.last.map({ $0.separation(to: point) > hair }) ?? true { kept.append(point) }
        while kept.count > 1, kept[0].separation(to: kept[kept.count - 1]) <= hair { kept.removeLast() }
        return kept
    }

    /// Halfway on the parallel; nil where two points lie on none, or on one another.
    private static func middle(_ a: UnitVector, _ b: UnitVector) -> UnitVector? {
        let (sineA, sineB) = (a.dot(pole), b.dot(pole))
        guard abs(sineA - sineB) < 2e-6, a.angle(to: b) > 1e-3 else { return nil }
        let sine = (sineA + sineB) / 2
        let (x, y, z) = (a.x + b.x - 2 * sine * pole.x, a.y + b.y - 2 * sine * pole.y, a.z + b.z - 2 * sine * pole.z)
        let scale = (1 - sine * sine).squareRoot() / (x * x + y * y + z * z).squareRoot()
        return UnitVector(directionOf: sine * pole.x + scale * x, sine * pole.y + scale * y, sine * pole.z + scale * z)
    }
}
