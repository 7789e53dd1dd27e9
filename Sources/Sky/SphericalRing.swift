import Foundation

/// Geometry of a closed ring of great-circle arcs.
enum SphericalRing {
    static func edges(_ ring: [UnitVector]) -> some Sequence<(UnitVector, UnitVector)> {
        ring.indices.lazy.map { (ring[$0], ring[($0 + 1) % ring.count]) }
    }

    /// Area to the left of the ring, in steradians, 0 … 4π: 2π less the sum of the turning angles (Gauss–Bonnet).
    static func leftArea(_ ring: [UnitVector]) -> Double {
        var turning = 0.0
        for index in ring.indices {
            let before = ring[(index + ring.count - 1) % ring.count]
            let (here, after) = (ring[index], ring[(index + 1) % ring.count])
            let (incoming, outgoing) = (normal(before, here), normal(here, after))
            let bend = incoming.cross(outgoing)
            turning += atan2(here.x * bend.x + here.y * bend.y + here.z * bend.z, incoming.dot(outgoing))
        }
        let area = 2 * Double.pi - turning
        return min(4 * .pi, max(0, area))
    }

    /// A point close to the left of the longest edge, closer than any other edge.
    static func pointOnLeft(_ ring: [UnitVector]) -> UnitVector? {
        let all = Array(edges(ring))
        guard let longest = all.indices.max(by: { length(all[$0]) < length(all[$1]) }) else { return nil }
        let (a, b) = all[longest]
        let middle = UnitVector(directionOf: a.x + b.x, a.y + b.y, a.z + b.z)
        let left = normal(a, b)
        var room = length(all[longest]) / 2
        for index in all.indices where index != longest { room = min(room, distance(of: middle, to: all[index])) }
        let step = room / 2
        guard step > 0 else { return nil }
        return UnitVector(
            directionOf: middle.x * cos(step) + left.x * sin(step), middle.y * cos(step) + left.y * sin(step),
            middle.z * cos(step) + left.z * sin(step))
    }

    /// Whether the way from `p` to `q` crosses the ring an odd number of times.
    static func isParityOdd(from p: UnitVector, to q: UnitVector, _ ring: [UnitVector]) -> Bool {
        // Between points nearly opposite each other the great circle is ill defined: go by way of a third.
        guard p.dot(q) > -0.9 else {
            let via = perpendicular(to: p)
            return crossings(from: p, to: via, ring) != crossings(from: via, to: q, ring)
        }
        return crossings(from: p, to: q, ring)
    }

    /// Odd number of crossings along an arc well below 180°.
    private static func crossings(from p: UnitVector, to q: UnitVector, _ ring: [UnitVector]) -> Bool {
        let n = p.cross(q)
        var odd = false
        var sideBefore = side(n, ring[ring.count - 1])
        var before = ring[ring.count - 1]
        for vertex in ring {
            let sideHere = side(n, vertex)
            // A vertex on the great circle counts as on its positive side, for both of its edges alike.
            if sideBefore != sideHere {
                let edge = before.cross(vertex)
                var x = (
                    x: n.y * edge.z - n.z * edge.y, y: n.z * edge.x - n.x * edge.z, z: n.x * edge.y - n.y * edge.x
                )
                // Of the two points where the circles meet, the one on the edge is on its middle's side.
                if x.x * (before.x + vertex.x) + x.y * (before.y + vertex.y) + x.z * (before.z + vertex.z) < 0 {
                    x = (-x.x, -x.y, -x.z)
                }
                if isAhead(p, x, n) && isAhead(x, q, n) { odd.toggle() }
            }
            (before, sideBefore) = (vertex, sideHere)
        }
        return odd
    }

    private static func side(_ n: (x: Double, y: Double, z: Double), _ v: UnitVector) -> Bool {
        n.x * v.x + n.y * v.y + n.z * v.z >= 0
    }

    private static func isAhead(_ p: UnitVector, _ x: (x: Double, y: Double, z: Double), _ n: (x: Double, y: Double, z: Double))
        -> Bool
    {
        (p.y * x.z - p.z * x.y) * n.x + (p.z * x.x - p.x * x.z) * n.y + (p.x * x.y - p.y * x.x) * n.z >= 0
    }

    private static func isAhead(_ x: (x: Double, y: Double, z: Double), _ q: UnitVector, _ n: (x: Double, y: Double, z: Double))
        -> Bool
    {
        (x.y * q.z - x.z * q.y) * n.x + (x.z * q.x - x.x * q.z) * n.y + (x.x * q.y - x.y * q.x) * n.z >= 0
    }

    /// Unit normal of the great circle from a to b.
    static func normal(_ a: UnitVector, _ b: UnitVector) -> UnitVector {
        let n = a.cross(b)
        return UnitVector(directionOf: n.x, n.y, n.z)
    }

    static func length(_ edge: (UnitVector, UnitVector)) -> Double { edge.0.angle(to: edge.1) }

    /// Angle from a point to the nearest point of an arc, radians.
    static func distance(of p: UnitVector, to edge: (UnitVector, UnitVector)) -> Double {
        let n = normal(edge.0, edge.1)
        // Between the planes through the arc's ends the foot of the perpendicular lies on the arc.
        let fromStart = n.cross(edge.0)
        let toEnd = edge.1.cross(n)
        let isBeside =
            p.x * fromStart.x + p.y * fromStart.y + p.z * fromStart.z >= 0
            && p.x * toEnd.x + p.y * toEnd.y + p.z * toEnd.z >= 0
        if isBeside { return abs(asin(min(1, max(-1, p.dot(n))))) }
        return min(p.angle(to: edge.0), p.angle(to: edge.1))
    }

    private static func perpendicular(to p: UnitVector) -> UnitVector {
        // Away from the coordinate axes, where vertices of made-up polygons like to lie.
        let helper = abs(p.x) < 0.6 ? UnitVector(directionOf: 1, 0.0137, 0.0271) : UnitVector(directionOf: 0.0137, 1, 0.0271)
        return normal(p, helper)
    }
}
