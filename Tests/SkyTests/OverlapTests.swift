import Foundation
import Sky
import Testing

@Suite struct OverlapTests {
    private func polygon(_ corners: [(Double, Double)]) -> SphericalPolygon {
        SphericalPolygon(corners.map { SkyPosition(ra: $0.0, dec: $0.1).unitVector })
    }

    private func overlaps(_ polygon: SphericalPolygon, _ ra: Double, _ dec: Double, _ radius: Double) -> Bool {
        polygon.overlaps(capAround: SkyPosition(ra: ra, dec: dec).unitVector, radius: radians(radius))
    }

    @Test func capsAtTheEdgeOfAField() {
        let field = polygon([(358, 2), (2, 2), (2, -2), (358, -2)])
        #expect(overlaps(field, 0, 0, 0) && overlaps(field, 359, 1, 0.01) && overlaps(field, 180, 0, 179))
        #expect(overlaps(field, 355, 0, 3.01) && !overlaps(field, 355, 0, 2.99))
        let pole = polygon([(0, 85), (90, 85), (180, 85), (270, 85)])
        #expect(overlaps(pole, 45, 90, 0) && overlaps(pole, 0, 80, 5.01) && !overlaps(pole, 0, 80, 4.99))
    }

    /// A field of the sky overlaps another where one holds a corner of the other, or edges cross and no corner is inside.
    @Test func polygons() {
        let field = polygon([(10, 10), (20, 10), (20, 0), (10, 0)])
        let cross = polygon([(14, 20), (16, 20), (16, -20), (14, -20)])
        let inner = polygon([(14, 6), (16, 6), (16, 4), (14, 4)])
        let apart = polygon([(21, 10), (30, 10), (30, 0), (21, 0)])
        let opposite = polygon([(190, 0), (200, 0), (200, -10), (190, -10)])
        #expect(field.overlaps(cross) && cross.overlaps(field) && field.overlaps(inner) && inner.overlaps(field))
        #expect(!field.overlaps(apart) && !apart.overlaps(field) && !field.overlaps(opposite))
    }

    /// Against points of the cap's disc, anywhere on the sky.
    @Test func asPointsSay() {
        var random = Seeded(8)
        func position() -> SkyPosition {
            SkyPosition(ra: .random(in: 0..<360, using: &random), dec: degrees(asin(.random(in: -1...1, using: &random))))
        }
        func around(_ centre: SkyPosition, _ radius: Double, _ angle: Double) -> SkyPosition {
            let (d, r, a) = (radians(centre.dec), radians(radius), radians(angle))
            let dec = asin(sin(d) * cos(r) + cos(d) * sin(r) * cos(a))
            return SkyPosition(ra: centre.ra + degrees(atan2(sin(a) * sin(r) * cos(d), cos(r) - sin(d) * sin(dec))), dec: degrees(dec))
        }
        var found = 0
        for _ in 0..<300 {
            let middle = position()
            let field = SphericalPolygon([30.0, 130, 210, 330].map { around(middle, 10, $0).unitVector })
            let (centre, radius) = (around(middle, .random(in: 0...25, using: &random), .random(in: 0..<360, using: &random)), 6.0)
            let touches = (0...30).contains { ring in
                (0..<72).contains { field.contains(around(centre, radius * Double(ring) / 30, Double($0) * 5).unitVector) }
            }
            let answer = field.overlaps(capAround: centre.unitVector, radius: radians(radius))
            // A disc that only grazes the field may have none of the points in it.
            let grazes = field.overlaps(capAround: centre.unitVector, radius: radians(radius - 0.3)) != answer
            #expect(answer == touches || (answer && grazes))
            if answer { found += 1 }
        }
        #expect(found > 80 && found < 280)
    }
}
