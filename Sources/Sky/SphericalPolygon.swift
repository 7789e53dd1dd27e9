import Foundation

/// A simple polygon on the sphere; its edges are great-circle arcs shorter than 180°.
///
/// No projection is involved, so it is right over the poles, across RA 0h and for fields as wide as the sky. Vertices may run
/// either way round: the inside is the smaller side unless a point inside is named.
public struct SphericalPolygon: Sendable, Hashable {
    public let vertices: [UnitVector]
    /// The vertices without repetitions, running counter-clockwise seen from outside the sphere: the inside is on the left.
    let ring: [UnitVector]
    /// A point inside that lies on no edge; nil for a polygon without area.
    let innerPoint: UnitVector?

    public init(_ vertices: [UnitVector]) {
        self.init(vertices, ring: Self.withoutRepetition(vertices)) { SphericalRing.leftArea($0) <= 2 * .pi }
    }

    /// A polygon of which one point inside is known; it may be larger than a hemisphere.
    public init(_ vertices: [UnitVector], around inside: UnitVector) {
        self.init(vertices, ring: Self.withoutRepetition(vertices)) { ring in
            guard let left = SphericalRing.pointOnLeft(ring) else { return true }
            return !SphericalRing.isParityOdd(from: inside, to: left, ring)
        }
    }

    private init(_ vertices: [UnitVector], ring: [UnitVector], leftIsInside: ([UnitVector]) -> Bool) {
        self.vertices = vertices
        self.ring = ring.count >= 3 && !leftIsInside(ring) ? ring.reversed() : ring
        innerPoint = ring.count >= 3 ? SphericalRing.pointOnLeft(self.ring) : nil
    }

    /// Whether a direction lies inside. On an edge itself the answer may be either, to some 1e-15 rad.
    public func contains(_ p: UnitVector) -> Bool {
        guard let innerPoint else { return false }
        return !SphericalRing.isParityOdd(from: p, to: innerPoint, ring)
    }

    private static func withoutRepetition(_ vertices: [UnitVector]) -> [UnitVector] {
        var ring: [UnitVector] = []
        for vertex in vertices where ring.last.map({ $0.angle(to: vertex) > 1e-14 }) ?? true { ring.append(vertex) }
        while ring.count > 1, ring[0].angle(to: ring[ring.count - 1]) <= 1e-14 { ring.removeLast() }
        return ring
    }
}
