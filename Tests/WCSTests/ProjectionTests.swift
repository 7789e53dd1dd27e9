import FITS
import Foundation
import Sky
import Testing
import WCS

@Suite struct ProjectionTests {
    /// Degrees. astropy goes from galactic coordinates through FK5 (frame bias, 0.025″; ours is the definition of the Hipparcos
    /// catalogue), and precesses FK5 with the constants of 2006 (0.3″ a century from those of 1976, which belong to FK5).
    private func tolerance(_ name: String) -> Double {
        ["FK5 1975": 0.1 / 3600, "GALACTIC": 0.03 / 3600][name] ?? 1e-9
    }

    @Test(arguments: ProjectionGolden.cases)
    func agreesWithAstropy(_ golden: ProjectionGolden.Case) throws {
        let wcs = try WCS(header: golden.header, width: 1000, height: 800, frame: .upright)
        for point in golden.points {
            let wanted = SkyPosition(ra: point.ra, dec: point.dec)
            let got = try wcs.sky(PixelPoint(x: point.x, y: point.y))
            #expect(got.separation(to: wanted) < tolerance(golden.name), "\(golden.name): wanted \(wanted), got \(got)")
        }
    }

    @Test(arguments: ProjectionGolden.cases)
    func pixelsComeBack(_ golden: ProjectionGolden.Case) throws {
        let wcs = try WCS(header: golden.header, width: 1000, height: 800, frame: .upright)
        var random = Seeded(7)
        let points = (0..<200).map { _ in
            PixelPoint(x: .random(in: -0.5...999.5, using: &random), y: .random(in: -0.5...799.5, using: &random))
        }
        let sky = try wcs.sky(points)
        for (point, position) in zip(points, sky) {
            guard let position else { continue }
            let back = try #require(try wcs.pixel(position), "\(golden.name): \(position) has no pixel")
            // The quadrilateralised cube's inverse (CSC) is itself an approximation, good to some 1e-4 of its side.
            let most = golden.name == "CSC" ? 0.7 : 1e-6
            #expect(hypot(back.x - point.x, back.y - point.y) < most, "\(golden.name): \(point) came back as \(back)")
        }
    }

    @Test(arguments: ProjectionGolden.cases)
    func standardCardsSayTheSame(_ golden: ProjectionGolden.Case) throws {
        let wcs = try WCS(header: golden.header, width: 1000, height: 800, frame: .upright)
        let text = FITSHeader(cards: wcs.solutionCards).serialized()
        let again = try WCS(header: FITSHeader(parsing: text), width: 1000, height: 800, frame: .upright)
        for point in [PixelPoint(x: 0, y: 0), PixelPoint(x: 500, y: 400), PixelPoint(x: 900, y: 100)] {
            guard let wanted = try wcs.sky([point])[0] else { continue }
            #expect(try again.sky(point).separation(to: wanted) < 1e-10)
        }
    }
}
