import Annotation
import Catalogs
import Foundation
import Sky
import Testing
import WCS

/// Outlines against astropy 8.0: the ends of the axes by `SkyCoord.directional_offset_by` from the centre, then `all_world2pix`.
@Suite struct EllipseGoldenTests {
    struct Case: Sendable, CustomStringConvertible {
        var centre: (Double, Double)
        var degrees: Double
        var turn: Double
        var mirrored: Bool
        var projection: String
        var object: (ra: Double, dec: Double)
        var size: (major: Double, minor: Double, angle: Double)
        var ends: [(Double, Double)]

        init(
            _ centre: (Double, Double), _ degrees: Double, _ turn: Double, _ mirrored: Bool, _ projection: String,
            _ object: (Double, Double), _ size: (Double, Double, Double), _ ends: [(Double, Double)]
        ) {
            (self.centre, self.degrees, self.turn, self.mirrored) = (centre, degrees, turn, mirrored)
            (self.projection, self.object, self.size, self.ends) = (projection, object, size, ends)
        }

        var description: String { "\(projection) \(degrees)° at \(centre)" }
    }

    static let cases = [
        Case(
            (10.7, 41.3), 4, 25, false, "TAN", (10.684, 41.269), (178, 63, 35),
            [(276.813, 230.145), (660.127, 678.579), (1240.193, 786.116), (856.865, 337.674)]),
        Case(
            (12, 43), 60, -110, true, "TAN", (10.684, 41.269), (178, 63, 35),
            [(739.318, 492.903), (710.582, 471.727), (701.535, 437.141), (730.304, 458.367)]),
        Case(
            (0.5, 88.6), 6, 0, false, "TAN", (200, 89.2), (150, 40, 70),
            [(1057.237, 160.021), (869.263, -103.140), (575.042, -237.779), (763.249, 25.534)]),
        Case(
            (0.2, -30), 40, 160, false, "ZEA", (355, -25), (600, 200, 120),
            [(706.334, 586.736), (512.313, 549.492), (335.213, 635.822), (528.989, 673.548)]),
        Case(
            (187, 12.5), 1, 77, false, "TAN", (187.2, 12.4), (6, 2, 150),
            [(884.448, 869.894), (846.699, 800.433), (774.823, 767.513), (812.572, 836.974)]),
    ]

    @Test(arguments: cases)
    func axesEndWhereAstropySaysTheyDo(_ wanted: Case) throws {
        let field = try MadeField.tan(
            ra: wanted.centre.0, dec: wanted.centre.1, degrees: wanted.degrees, turned: wanted.turn, mirrored: wanted.mirrored,
            projection: wanted.projection)
        let object = DeepSkyObject(
            kind: .galaxy, position: SkyPosition(ra: wanted.object.ra, dec: wanted.object.dec), names: ["M 1"],
            majorAxis: wanted.size.major, minorAxis: wanted.size.minor, positionAngle: wanted.size.angle)
        let outline = Drawing(DeepSkyLayer(FewObjects(deepSky: [object])), on: field).marks(.deepSky).map(\.figure)
        var seen = 0
        for (x, y) in wanted.ends where field.bounds.contains(PixelPoint(x: x, y: y)) {
            let distance = outline.map { $0.distance(to: PixelPoint(x: x, y: y)) }.min() ?? .infinity
            #expect(distance < 0.25, "(\(x), \(y)) is \(distance) px from the outline")
            seen += 1
        }
        #expect(seen >= 2)
        // A marker of the same size is the same ellipse.
        let marker = Marker(
            position: object.position,
            shape: .ellipse(.arcminutes(major: wanted.size.major, minor: wanted.size.minor, angle: wanted.size.angle)))
        #expect(Drawing(MarkerLayer([marker]), on: field).marks(.markers).map(\.figure) == outline)
    }
}
