import Annotation
import Catalogs
import FITS
import Foundation
import Raster
import Sky
import Testing
import WCS

@Suite struct SkyChartTests {
    /// A few stars and one figure: charts must not need a real catalogue.
    private struct FewStars: SkyCatalog {
        var constellations: [Constellation] {
            let (a, b) = (SkyPosition(ra: 88.79, dec: 7.41), SkyPosition(ra: 78.63, dec: -8.2))
            return [Constellation(abbreviation: "Ori", name: "Orion", lines: [[a, b]], boundaries: [], middle: a)]
        }
        var sources: [CatalogSource] { [] }
        func stars(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) -> [ListedStar] {
            [ListedStar(position: SkyPosition(ra: 88.79, dec: 7.41), magnitude: 0.5), ListedStar(position: SkyPosition(ra: 0, dec: 90), magnitude: 2)]
                .filter { $0.magnitude <= limit && $0.position.separation(to: centre) <= radius }
        }
        func deepSky(within radius: Double, of centre: SkyPosition) -> [DeepSkyObject] { [] }
    }

    private static func picture(_ ra: Double, _ dec: Double, width: Double) throws -> WCS {
        let scale = width / 600
        let header = FITSHeader(cards: [
            FITSCard("CTYPE1", .string("RA---TAN")), FITSCard("CTYPE2", .string("DEC--TAN")),
            FITSCard("CRVAL1", .real(ra)), FITSCard("CRVAL2", .real(dec)),
            FITSCard("CRPIX1", .real(300.5)), FITSCard("CRPIX2", .real(200.5)),
            FITSCard("CD1_1", .real(-scale)), FITSCard("CD1_2", .real(0)), FITSCard("CD2_1", .real(0)), FITSCard("CD2_2", .real(-scale)),
        ])
        return try WCS(header: header, width: 600, height: 400, frame: .upright)
    }

    /// Pixels of the outline's strong colour, and their mean place.
    private static func strong(_ canvas: CanvasBuffer) -> (count: Int, x: Double, y: Double) {
        var (count, sx, sy) = (0, 0.0, 0.0)
        for y in 0..<canvas.height {
            let row = canvas.rowPointer(y)
            for x in 0..<canvas.width where row[4 * x + 2] > 150 && row[4 * x] < 120 && row[4 * x + 1] < 140 {
                (count, sx, sy) = (count + 1, sx + Double(x), sy + Double(y))
            }
        }
        return (count, sx / Double(max(1, count)), sy / Double(max(1, count)))
    }

    @Test(arguments: [(83.8, -5.4), (0.01, 89.5), (180, -89.9), (359.9, 10), (266, -29)], [0.2, 5, 40])
    func theFieldStandsOutWhereItIs(_ place: (Double, Double), _ width: Double) throws {
        let picture = try Self.picture(place.0, place.1, width: width)
        for size in [PixelSize(width: 256, height: 256), PixelSize(width: 900, height: 700)] {
            let chart = try SkyChart.plot(round: picture.centre, radius: picture.radius, size: size)
            let found = Self.strong(chart.canvas(showing: picture, catalog: FewStars()))
            #expect(found.count > 30)
            #expect(abs(found.x - Double(size.width) / 2) < 4 && abs(found.y - Double(size.height) / 2) < 4)
        }
        let globe = try SkyChart.globe(round: picture.centre, size: PixelSize(width: 1024, height: 512))
        let expected = try #require(try globe.wcs.pixel(picture.centre))
        let found = Self.strong(globe.canvas(showing: picture, catalog: FewStars()))
        #expect(found.count > 30)
        // Round a pole the outline spreads along the map's rim; elsewhere it stands round the field.
        if abs(place.1) < 80, width < 30 { #expect(hypot(found.x - expected.x, found.y - expected.y) < 6) }
    }

    @Test func novasSizesAreMade() throws {
        let picture = try Self.picture(83.8, -5.4, width: 5)
        let globe = try SkyChart.globe(round: picture.centre, size: PixelSize(width: 256, height: 128))
        let canvas = globe.canvas(showing: picture, catalog: nil)
        #expect(canvas.width == 256 && canvas.height == 128 && Self.strong(canvas).count > 10)
        // No sky in the map's corners.
        #expect((0..<3).allSatisfy { canvas.rowPointer(0)[$0] == 0 })
    }

    /// The Milky Way is a broad band that runs over the rim wherever it crosses it.
    @Test(arguments: [0.0, 90, 180, 266, 300]) func nothingStandsOutOverTheGlobesRim(_ ra: Double) throws {
        let picture = try Self.picture(ra, 20, width: 5)
        let globe = try SkyChart.globe(round: picture.centre, size: PixelSize(width: 1024, height: 512))
        let canvas = globe.canvas(showing: picture, catalog: nil)
        // The map is 1/1.03 of the canvas; 2 pixels for the rim's own line.
        let (a, b) = (512 / 1.03 + 2, 256 / 1.03 + 2)
        var lit = 0
        for y in 0..<canvas.height {
            let row = canvas.rowPointer(y)
            for x in 0..<canvas.width {
                let (dx, dy) = ((Double(x) - 511.5) / a, (Double(y) - 255.5) / b)
                if dx * dx + dy * dy > 1, row[4 * x] > 0 || row[4 * x + 1] > 0 || row[4 * x + 2] > 0 { lit += 1 }
            }
        }
        // Labels of the grid may.
        #expect(lit < 600)
    }

    @Test func chartsAreNorthUpAndEastLeft() throws {
        let centre = SkyPosition(ra: 83.8, dec: -5.4)
        let size = PixelSize(width: 500, height: 500)
        for chart in [try SkyChart.globe(round: centre, size: size), try SkyChart.plot(round: centre, radius: 3, size: size)] {
            let here = try #require(try chart.wcs.pixel(centre))
            let north = try #require(try chart.wcs.pixel(SkyPosition(ra: 83.8, dec: -4.4)))
            let east = try #require(try chart.wcs.pixel(SkyPosition(ra: 84.8, dec: -5.4)))
            #expect(north.y < here.y && abs(north.x - here.x) < 0.1)
            #expect(east.x < here.x)
        }
    }
}
