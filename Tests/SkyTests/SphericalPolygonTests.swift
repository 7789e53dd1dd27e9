import Foundation
import Sky
import Testing

@Suite struct SphericalPolygonTests {
    private func polygon(_ corners: [(Double, Double)]) -> SphericalPolygon {
        SphericalPolygon(corners.map { SkyPosition(ra: $0.0, dec: $0.1).unitVector })
    }

    private func inside(_ polygon: SphericalPolygon, _ ra: Double, _ dec: Double) -> Bool {
        polygon.contains(SkyPosition(ra: ra, dec: dec).unitVector)
    }

    @Test func acrossRAZero() {
        for corners in [[(350.0, -5.0), (10, -5), (10, 5), (350, 5)], [(350.0, 5.0), (10, 5), (10, -5), (350, -5)]] {
            let field = polygon(corners)
            #expect(inside(field, 0, 0) && inside(field, 359, 4) && inside(field, 1, -4))
            #expect(!inside(field, 180, 0) && !inside(field, 11, 0) && !inside(field, 349, 0) && !inside(field, 0, 6))
            let bounds = field.raDecBounds
            #expect(abs(bounds.raMin - 350) < 1e-9 && abs(bounds.raMax - 10) < 1e-9)
            // The upper edge is a great circle: tan(dec) at its middle is tan(5°) / cos(10°).
            #expect(abs(bounds.decMax - degrees(atan(tan(radians(5)) / cos(radians(10))))) < 1e-9)
        }
    }

    @Test(arguments: [1.0, -1.0])
    func overThePole(_ sign: Double) {
        let field = polygon([(0.0, 80.0 * sign), (90, 80 * sign), (180, 80 * sign), (270, 80 * sign)])
        #expect(inside(field, 0, 90 * sign) && inside(field, 123, 85 * sign) && inside(field, 0, 80.001 * sign))
        #expect(!inside(field, 45, 80.001 * sign) && !inside(field, 0, 79.9 * sign) && !inside(field, 0, -90 * sign))
        let bounds = field.raDecBounds
        #expect(bounds.raMin == 0 && bounds.raMax == 360)
        #expect(
            sign > 0
                ? bounds.decMax == 90 && abs(bounds.decMin - 80) < 1e-9 : bounds.decMin == -90 && abs(bounds.decMax + 80) < 1e-9)
    }

    /// Rings round random centres, up to 170° in radius, against the angle from the centre.
    @Test func wideRings() {
        var random = Seeded(5)
        for radius in [0.0001, 1, 45, 89, 91, 135, 170.0] {
            let z = Double.random(in: -1...1, using: &random)
            let centre = SkyPosition(ra: .random(in: 0...360, using: &random), dec: degrees(asin(z)))
            let vertices = (0..<48).map { point(from: centre, radius, Double($0) * 7.5) }
            let field = SphericalPolygon(vertices, around: centre.unitVector)
            for _ in 0..<500 {
                let away = Double.random(in: 0...min(180, 2 * radius), using: &random)
                // A chord of a ring of 48 points comes nearer to the centre by a little.
                guard abs(away - radius) > 0.02 * min(radius, 180 - radius) else { continue }
                let p = point(from: centre, away, .random(in: 0...360, using: &random))
                #expect(field.contains(p) == (away < radius), "radius \(radius), \(away)° away")
            }
            let cap = field.boundingCap
            #expect(degrees(cap.radius) >= radius - 1e-9 && degrees(cap.radius) < radius * 1.001 + 1e-6, "\(radius): \(cap)")
            if radius < 90 {
                #expect(SphericalPolygon(vertices).contains(centre.unitVector))
                #expect(SphericalPolygon(vertices.reversed()).contains(centre.unitVector))
            }
        }
    }

    /// Concave polygons of random radii: inside along each spoke up to the vertex, not beyond.
    @Test func stars() {
        var random = Seeded(8)
        for _ in 0..<50 {
            let centre = SkyPosition(ra: .random(in: 0...360, using: &random), dec: .random(in: -90...90, using: &random))
            let radii = (0..<12).map { _ in Double.random(in: 5...60, using: &random) }
            let vertices = radii.indices.map { point(from: centre, radii[$0], Double($0) * 30) }
            let field = SphericalPolygon(random.next() % 2 == 0 ? vertices : vertices.reversed())
            for (index, radius) in radii.enumerated() {
                for part in [0.01, 0.5, 0.999] { #expect(field.contains(point(from: centre, radius * part, Double(index) * 30))) }
                for part in [1.001, 1.2, 1.9] { #expect(!field.contains(point(from: centre, radius * part, Double(index) * 30))) }
            }
        }
    }

    /// Bounds and cap hold what the polygon holds.
    @Test func boundsHoldTheInside() {
        var random = Seeded(9)
        for _ in 0..<200 {
            let centre = SkyPosition(ra: .random(in: 0...360, using: &random), dec: .random(in: -90...90, using: &random))
            let size = Double.random(in: 0.1...80, using: &random)
            let turn = Double.random(in: 0...90, using: &random)
            let field = SphericalPolygon((0..<4).map { point(from: centre, size, Double($0) * 90 + turn) })
            let (bounds, cap) = (field.raDecBounds, field.boundingCap)
            for _ in 0..<50 {
                let p = point(from: centre, .random(in: 0...size, using: &random), .random(in: 0...360, using: &random))
                guard field.contains(p) else { continue }
                #expect(bounds.contains(SkyPosition(p)), "\(SkyPosition(p)) in \(bounds)")
                #expect(p.angle(to: cap.centre) <= cap.radius)
            }
        }
    }

    /// Points on great circles through vertices and on meridians are the delicate ones.
    @Test func alignedPoints() {
        let field = polygon([(0.0, 0.0), (20, 0), (20, 20), (0, 20)])
        for ra in stride(from: 1.0, to: 20, by: 1) {
            #expect(inside(field, ra, 10) && !inside(field, ra + 20, 10) && !inside(field, ra + 180, -10))
            #expect(!inside(field, ra, -1e-9) && inside(field, ra, 1e-9))
            #expect(!inside(field, 30, ra) && !inside(field, 340, ra))
        }
        #expect(!inside(field, 40, 0) && !inside(field, 180, 0) && !inside(field, 0, 30) && !inside(field, 0, 90))
    }

    @Test func degenerate() {
        let p = SkyPosition(ra: 10, dec: 10).unitVector
        for vertices in [[], [p], [p, p, p], [p, SkyPosition(ra: 11, dec: 10).unitVector]] {
            let field = SphericalPolygon(vertices)
            #expect(!field.contains(p) && !field.contains(UnitVector(x: 0, y: 0, z: 1)))
            #expect(field.boundingCap.radius < 0.02)
            #expect(field.raDecBounds.decMax < 11)
        }
        // Each vertex twice.
        let corners: [(Double, Double)] = [(0, 0), (1, 0), (1, 1), (0, 1)]
        let square = corners.flatMap { (corner: (Double, Double)) -> [(Double, Double)] in [corner, corner] }
        #expect(inside(polygon(square), 0.5, 0.5))
    }

    private func point(from centre: SkyPosition, _ distance: Double, _ angle: Double) -> UnitVector {
        let v = centre.unitVector
        let (ra, dec) = (radians(centre.ra), radians(centre.dec))
        let (sine, cosine) = (sin(radians(distance)), cos(radians(distance)))
        let (n, e) = (cos(radians(angle)) * sine, sin(radians(angle)) * sine)
        return UnitVector(
            directionOf: v.x * cosine + n * -sin(dec) * cos(ra) - e * sin(ra),
            v.y * cosine + n * -sin(dec) * sin(ra) + e * cos(ra), v.z * cosine + n * cos(dec))
    }
}
