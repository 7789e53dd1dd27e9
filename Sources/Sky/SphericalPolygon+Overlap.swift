extension SphericalPolygon {
    /// Whether the polygon with its interior shares a point with a cap.
    ///
    /// - Parameter radius: radians.
    public func overlaps(capAround centre: UnitVector, radius: Double) -> Bool {
        if contains(centre) { return true }
        guard ring.count > 1 else { return ring.first.map { $0.angle(to: centre) <= radius } ?? false }
        return SphericalRing.edges(ring).contains { SphericalRing.distance(of: centre, to: $0) <= radius }
    }

    /// Whether the outline itself comes as near to a point as `radius` (radians), whichever side of it is the inside.
    public static func outline(_ vertices: [UnitVector], isWithin radius: Double, of point: UnitVector) -> Bool {
        guard vertices.count > 1 else { return vertices.first.map { $0.angle(to: point) <= radius } ?? false }
        return SphericalRing.edges(vertices).contains { edge in
            // An edge without length has no great circle.
            edge.0 == edge.1 ? edge.0.angle(to: point) <= radius : SphericalRing.distance(of: point, to: edge) <= radius
        }
    }

    /// Whether two polygons with their interiors share a point.
    public func overlaps(_ other: SphericalPolygon) -> Bool {
        // Where no edges cross, one holds the other or they are apart.
        if let vertex = other.ring.first, contains(vertex) { return true }
        if let vertex = ring.first, other.contains(vertex) { return true }
        return SphericalRing.edges(ring).contains { mine in
            SphericalRing.edges(other.ring).contains { SphericalRing.cross(mine, $0) }
        }
    }
}

extension SphericalRing {
    /// Whether two arcs shorter than 180° meet at a point inside both.
    static func cross(_ a: (UnitVector, UnitVector), _ b: (UnitVector, UnitVector)) -> Bool {
        let (n, m) = (vector(a.0.cross(a.1)), vector(b.0.cross(b.1)))
        guard n.dot(b.0) * n.dot(b.1) < 0, m.dot(a.0) * m.dot(a.1) < 0 else { return false }
        // The circles meet at two opposite points: both arcs must hold the same one.
        let point = vector(n.cross(m))
        let (middleA, middleB) = (sum(a), sum(b))
        return point.dot(middleA) * point.dot(middleB) > 0
    }

    private static func vector(_ v: (x: Double, y: Double, z: Double)) -> UnitVector { UnitVector(x: v.x, y: v.y, z: v.z) }

    private static func sum(_ edge: (UnitVector, UnitVector)) -> UnitVector {
        UnitVector(x: edge.0.x + edge.1.x, y: edge.0.y + edge.1.y, z: edge.0.z + edge.1.z)
    }
}
