import Annotation
import FITS
import Foundation
import Sky
import Testing
import WCS

@Suite struct SkyCurveTests {
    /// Every point of the polylines is on the curve, and so is the middle between each two.
    private func worst(_ paths: [[PixelPoint]], _ field: Field, off: (SkyPosition) -> Double) throws -> Double {
        var worst = 0.0
        for path in paths {
            for (a, b) in zip(path, path.dropFirst()) {
                for part in [0, 0.25, 0.5, 0.75] {
                    let p = PixelPoint(x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part)
                    let sky = try field.wcs.sky(p)
                    worst = max(worst, off(sky))
                }
            }
        }
        return worst
    }

    @Test(arguments: [0.002, 1, 15, 60, 120] as [Double], [0, 35, -75, 89.9])
    func parallelsAreParallels(_ degrees: Double, _ dec: Double) throws {
        let field = try MadeField.tan(ra: 0.01, dec: dec, degrees: degrees)
        let declination = max(-89.999, min(89.999, dec + degrees * 0.1))
        let paths = SkyCurve.paths(in: field, from: 0, to: 360) { SkyPosition(ra: $0, dec: declination) }
        #expect(!paths.isEmpty)
        // Smaller than a pixel anywhere, where the scale is finest at the centre.
        let scale = field.wcs.pixelScale / 3600
        #expect(try worst(paths, field) { abs($0.dec - declination) / scale } < 0.032)
    }

    @Test func staysInThePicture() throws {
        let field = try MadeField.tan(ra: 83, dec: 10, degrees: 15)
        for ra in stride(from: 0.0, to: 360, by: 1) {
            for path in SkyCurve.paths(in: field, from: -90, to: 90, margin: 4, { SkyPosition(ra: ra, dec: $0) }) {
                let box = field.bounds.grown(by: 4 + 1e-9)
                #expect(path.count > 1)
                #expect(path.allSatisfy { box.contains($0) })
            }
        }
    }

    @Test func cutsAtTheSeamOfAWholeSkyMap() throws {
        let field = try MadeField.whole("AIT")
        let paths = SkyCurve.paths(in: field, from: 0, to: 360) { SkyPosition(ra: $0, dec: 20) }
        // Right ascension 180° is the seam: one piece either side of it, both reaching it.
        #expect(paths.count == 2)
        for path in paths {
            for (a, b) in zip(path, path.dropFirst()) { #expect(hypot(a.x - b.x, a.y - b.y) < 200) }
        }
        let seam = SkyPosition(ra: 180, dec: 20)
        let ends = [try #require(paths.first?.last), try #require(paths.last?.first)]
        for end in ends { #expect(try field.wcs.sky(end).separation(to: seam) < 0.02) }
    }

    @Test func endsAtTheLimbOfAGlobe() throws {
        let field = try MadeField.whole("SIN")
        let paths = SkyCurve.paths(in: field, from: 0, to: 360) { SkyPosition(ra: $0, dec: 0) }
        let points = paths.joined()
        let radius = 180 / Double.pi / (field.wcs.pixelScale / 3600)
        let (low, high) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        #expect(abs(high - low - 2 * radius) < 0.1)
    }

    @Test func arcsAreTheShortWay() throws {
        let field = try MadeField.tan(ra: 0, dec: 0, degrees: 20)
        let arc = SkyCurve.arc(from: SkyPosition(ra: 355, dec: 2), to: SkyPosition(ra: 5, dec: -3), in: field)
        #expect(arc.count == 1)
        // A great circle is straight in a TAN.
        #expect(arc[0].count < 20)
        #expect(SkyCurve.arc(from: SkyPosition(ra: 100, dec: 2), to: SkyPosition(ra: 110, dec: -3), in: field).isEmpty)
        let same = SkyPosition(ra: 1, dec: 1)
        #expect(SkyCurve.arc(from: same, to: same, in: field).isEmpty)
    }
}
