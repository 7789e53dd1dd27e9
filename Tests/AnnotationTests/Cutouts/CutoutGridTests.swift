import Annotation
import Sky
import Testing
import WCS

@Suite struct CutoutGridTests {
    @Test(arguments: [(83.8, -5.4), (0.0, 0.0), (359.9999, 10), (120, 90), (45, -90), (266, 89.99)])
    func northIsUpAndEastIsLeft(ra: Double, dec: Double) throws {
        let centre = SkyPosition(ra: ra, dec: dec)
        let grid = try CutoutGrid(centre: centre, fieldDegrees: 2, size: 401)
        let middle = try #require(try grid.wcs.pixel(centre))
        #expect(abs(middle.x - 200) < 1e-6 && abs(middle.y - 200) < 1e-6)
        // Half a degree along the middle row and column, from the definition of position angles.
        let up = try grid.wcs.sky(PixelPoint(x: 200, y: 100))
        let left = try grid.wcs.sky(PixelPoint(x: 100, y: 200))
        #expect(abs(centre.separation(to: up) - centre.separation(to: left)) < 1e-9)
        if abs(dec) < 89 {
            #expect(min(centre.positionAngle(to: up), 360 - centre.positionAngle(to: up)) < 1e-6)
            #expect(abs(centre.positionAngle(to: left) - 90) < 1e-6)
        }
        #expect(grid.wcs.parity == 1)
    }

    @Test(arguments: [0.003, 1, 60, 120])
    func theFieldIsFromEdgeToEdge(field: Double) throws {
        let grid = try CutoutGrid(centre: SkyPosition(ra: 10, dec: 41), fieldDegrees: field, size: 500)
        let left = try grid.wcs.sky(PixelPoint(x: -0.5, y: 249.5)), right = try grid.wcs.sky(PixelPoint(x: 499.5, y: 249.5))
        #expect(abs(left.separation(to: right) - field) < 1e-9 * max(1, field))
    }

    @Test func whatCannotBeIsRefused() {
        let centre = SkyPosition(ra: 10, dec: 41)
        for field in [0, -1, 121, .nan, .infinity] {
            #expect(throws: CutoutError.self) { try CutoutGrid(centre: centre, fieldDegrees: field, size: 500) }
        }
        for size in [0, -5, 8193, .max] {
            #expect(throws: CutoutError.self) { try CutoutGrid(centre: centre, fieldDegrees: 1, size: size) }
        }
        for (ra, dec) in [(Double.nan, 0.0), (0, .nan), (-1, 0), (361, 0), (0, 91), (0, -.infinity)] {
            #expect(throws: CutoutError.self) { try CutoutGrid.position(ra: ra, dec: dec) }
        }
    }
}
