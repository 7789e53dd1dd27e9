import Foundation

extension SphericalPolygon {
    /// A cap (radians) that holds the polygon with its interior: near the smallest for convex fields, the whole sky at worst.
    public var boundingCap: (centre: UnitVector, radius: Double) {
        guard let first = ring.first else { return (UnitVector(x: 0, y: 0, z: 1), 0) }
        var (x, y, z) = (0.0, 0.0, 0.0)
        for (a, b) in SphericalRing.edges(ring) {
            let length = SphericalRing.length((a, b))
            x += length * (a.x + b.x)
            y += length * (a.y + b.y)
            z += length * (a.z + b.z)
        }
        let isBalanced = (x * x + y * y + z * z).squareRoot() < 1e-9
        let middle = isBalanced ? innerPoint ?? first : UnitVector(directionOf: x, y, z)
        // The mean of a boundary that goes round more than a hemisphere points away from the inside.
        let opposite = UnitVector(x: -middle.x, y: -middle.y, z: -middle.z)
        let caps = [middle, opposite].compactMap(cap(around:))
        return caps.min { $0.radius < $1.radius } ?? (innerPoint ?? first, .pi)
    }

    /// The cap round this centre that reaches the farthest point of the boundary; nil where it would not hold the interior.
    private func cap(around centre: UnitVector) -> (centre: UnitVector, radius: Double)? {
        let opposite = UnitVector(x: -centre.x, y: -centre.y, z: -centre.z)
        // Nothing of the boundary lies outside the cap, so what is outside is in the polygon as a whole or not at all.
        guard !contains(opposite) else { return nil }
        guard ring.count > 1 else { return (centre, ring.first.map { $0.angle(to: centre) } ?? 0) }
        let nearest = SphericalRing.edges(ring).map { SphericalRing.distance(of: opposite, to: $0) }.min() ?? .pi
        return (centre, min(.pi, .pi - nearest + 1e-12))
    }

    /// Ranges of right ascension and declination of the polygon with its interior.
    public var raDecBounds: RaDecBounds {
        let decs = decRange
        let (north, south) = (isAtPole(1), isAtPole(-1))
        let decMin = south ? -90 : decs.lowerBound
        let decMax = north ? 90 : decs.upperBound
        let ras = raRange
        guard !north, !south, ras.upperBound - ras.lowerBound < 360 else {
            return RaDecBounds(raMin: 0, raMax: 360, decMin: decMin, decMax: decMax)
        }
        return RaDecBounds(
            raMin: SkyPosition(ra: ras.lowerBound, dec: 0).ra, raMax: SkyPosition(ra: ras.upperBound, dec: 0).ra,
            decMin: decMin, decMax: decMax)
    }

    /// Whether the pole (z = ±1) is inside or on the boundary.
    private func isAtPole(_ z: Double) -> Bool {
        let pole = UnitVector(x: 0, y: 0, z: z)
        if contains(pole) { return true }
        guard ring.count > 1 else { return ring.first.map { $0.angle(to: pole) < 1e-12 } ?? false }
        return SphericalRing.edges(ring).contains { SphericalRing.distance(of: pole, to: $0) < 1e-12 }
    }

    /// Declinations of the boundary, degrees: a great circle reaches farther north and south between its ends.
    private var decRange: ClosedRange<Double> {
        var (low, high) = (90.0, -90.0)
        for vertex in ring {
            let dec = SkyPosition(vertex).dec
            (low, high) = (min(low, dec), max(high, dec))
        }
        guard ring.count > 1 else { return ring.isEmpty ? 0...0 : low...high }
        for edge in SphericalRing.edges(ring) {
            let top = 90 - degrees(SphericalRing.distance(of: UnitVector(x: 0, y: 0, z: 1), to: edge))
            let bottom = degrees(SphericalRing.distance(of: UnitVector(x: 0, y: 0, z: -1), to: edge)) - 90
            (low, high) = (min(low, bottom), max(high, top))
        }
        return low...high
    }

    /// Right ascensions along the boundary, unrolled from the first vertex.
    private var raRange: ClosedRange<Double> {
        guard let first = ring.first else { return 0...0 }
        var ra = SkyPosition(first).ra
        var (low, high) = (ra, ra)
        for (a, b) in SphericalRing.edges(ring) {
            ra += degrees(atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y))
            (low, high) = (min(low, ra), max(high, ra))
        }
        return low...high
    }
}
