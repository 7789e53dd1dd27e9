import FITS
import Foundation
import Sky
import Testing
import WCS

@Suite struct FactsTests {
    private func wcs(
        _ projection: String = "TAN", ra: Double, dec: Double, scale: Double, width: Int = 400, height: Int = 300,
        turned: Double = 0, mirrored: Bool = false
    ) throws -> WCS {
        let (s, c) = (sin(radians(turned)) * scale, cos(radians(turned)) * scale)
        let sign = mirrored ? -1.0 : 1
        return try WCS(
            header: FITSHeader(cards: [
                FITSCard("CTYPE1", .string("RA---\(projection)")), FITSCard("CTYPE2", .string("DEC--\(projection)")),
                FITSCard("CRPIX1", .real(Double(width + 1) / 2)), FITSCard("CRPIX2", .real(Double(height + 1) / 2)),
                FITSCard("CRVAL1", .real(ra)), FITSCard("CRVAL2", .real(dec)),
                FITSCard("CD1_1", .real(-c * sign)), FITSCard("CD1_2", .real(s)),
                FITSCard("CD2_1", .real(s * sign)), FITSCard("CD2_2", .real(c)),
            ]), width: width, height: height, frame: .upright)
    }

    @Test(arguments: [0.0, 30, 90, 170, -45, -135], [false, true])
    func orientationIsTheDirectionOfGrowingY(_ turned: Double, _ mirrored: Bool) throws {
        let wcs = try wcs(ra: 30, dec: 40, scale: 0.001, turned: turned, mirrored: mirrored)
        let above = try wcs.sky(PixelPoint(x: 199.5, y: 150.5))
        let angle = wcs.centre.positionAngle(to: above)
        #expect(abs(remainder(wcs.orientation - angle, 360)) < 1e-3)
        #expect(abs(remainder(wcs.orientationRowZeroOnTop - angle - 180, 360)) < 1e-3)
        #expect((-180...180).contains(wcs.orientation) && (-180...180).contains(wcs.orientationRowZeroOnTop))
        #expect(wcs.parity == (mirrored ? 1 : -1))
        #expect(abs(wcs.pixelScale - 3.6) < 1e-6 && abs(wcs.fieldWidth - 0.4) < 1e-6)
    }

    @Test func sizeAndPlace() throws {
        let wcs = try wcs(ra: 10, dec: 20, scale: 0.01)
        #expect(wcs.centre.separation(to: SkyPosition(ra: 10, dec: 20)) < 1e-9)
        // Gnomonic: tan of the angle is the distance in the picture; 250 px to the outer corner.
        #expect(abs(tan(radians(wcs.radius)) - radians(2.5)) < 1e-9)
        #expect(wcs.footprint.count == 4 && wcs.corners.count == 4)
        #expect(try wcs.corners[2].separation(to: wcs.sky(PixelPoint(x: 400, y: 300))) < 1e-9)
    }

    @Test(arguments: [(0.0, 0.0), (0.0, 90), (77, -90), (359.9, 89.5), (180, -60)], ["TAN", "ARC", "ZEA", "STG", "SIN"])
    func footprintHoldsThePixels(_ place: (Double, Double), _ projection: String) throws {
        // 53° x 40°, over poles and RA 0h.
        let wcs = try wcs(projection, ra: place.0, dec: place.1, scale: 0.133, turned: 20)
        let polygon = wcs.footprintPolygon
        let (bounds, cap) = (polygon.raDecBounds, polygon.boundingCap)
        var random = Seeded(3)
        for _ in 0..<300 {
            let p = PixelPoint(x: .random(in: 1...398, using: &random), y: .random(in: 1...298, using: &random))
            let sky = try wcs.sky(p)
            #expect(polygon.contains(sky.unitVector) && bounds.contains(sky))
            #expect(SphericalPolygon(wcs.footprint).contains(sky.unitVector))
            #expect(sky.unitVector.angle(to: cap.centre) <= cap.radius)
            let outside = PixelPoint(x: p.x < 199.5 ? -3 - p.x / 10 : 402 + p.x / 100, y: p.y)
            #expect(!polygon.contains(try wcs.sky(outside).unitVector))
        }
    }

    /// Fish-eye pictures: a hemisphere and more, corners outside the projection or far round the sky.
    @Test(arguments: ["ARC", "ZEA"], [180.0, 230.0])
    func fishEye(_ projection: String, _ width: Double) throws {
        let wcs = try wcs(projection, ra: 350, dec: 70, scale: width / 400, width: 400, height: 300)
        let polygon = wcs.footprintPolygon
        var random = Seeded(4)
        for _ in 0..<500 {
            let z = Double.random(in: -1...1, using: &random)
            let sky = SkyPosition(ra: .random(in: 0...360, using: &random), dec: degrees(asin(z)))
            guard let p = try wcs.pixel(sky) else { continue }
            let margin = [p.x + 0.5, 399.5 - p.x, p.y + 0.5, 299.5 - p.y].min() ?? 0
            // Edges between 64 points stray from curved picture edges by a little.
            guard abs(margin) > 3 else { continue }
            #expect(polygon.contains(sky.unitVector) == (margin > 0), "\(sky) at \(p)")
        }
    }
}
