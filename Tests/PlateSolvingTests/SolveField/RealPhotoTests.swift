import FITS
import Foundation
import PlateSolving
import Sky
import Testing
import WCS

/// Photos whose solutions are known (made by solve-field from the whole pictures, checked by eye).
@Suite(.serialized, .enabled(if: TestPlaces.canSolve, "needs astrobase, astrometry.net and ../shared/images"))
struct RealPhotoTests {
    /// A grey TIFF, a JPEG larger than what our star detection sees, a FITS picture that is mirrored.
    private static let fast = ["tetra3-alt60az135.tiff", "skysolve-orionsshield.jpg", "panoptes-unsolved.fits"]

    @Test(arguments: fast) func photosAreSolvedBlindly(_ name: String) async throws {
        try await check(name, hints: SolveHints())
    }

    @Test func aWrongHintDoesNotPreventASolution() async throws {
        try await check(
            "cedar-pleiades.jpg", hints: SolveHints(ra: 200, dec: -60, radius: 5, scaleLow: 1, scaleHigh: 2))
    }

    private func check(_ name: String, hints: SolveHints) async throws {
        let configuration = SolveFieldConfiguration(guardProgram: [try #require(TestPlaces.astrobase), "guard"])
        let results = try await SolveFieldEngine(configuration).solve(
            picture: TestPlaces.photos.appending(path: name), hints: hints, in: try TestPlaces.newFolder(), timeout: 120)
        #expect((results.matchedStars ?? 0) >= 6 && (results.logOdds ?? 0) > 20.7 && results.index != nil)

        let truth = try wcs(TestPlaces.photos.appending(path: "wcs/\(name).wcs"))
        let found = try wcs(results.wcs)
        #expect(found.header.string("ASTFRAME") == "upright")
        #expect(found.width == truth.width && found.height == truth.height)
        let (width, height) = (Double(truth.width), Double(truth.height))
        let limit = max(3, 0.002 * (width * width + height * height).squareRoot())
        for (x, y) in [(width / 2, height / 2), (0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)] {
            let back = try #require(try truth.pixel(try found.sky(PixelPoint(x: x, y: y))))
            let off = ((back.x - x) * (back.x - x) + (back.y - y) * (back.y - y)).squareRoot()
            #expect(off < limit, "\(name): \(off) px off at (\(x), \(y))")
        }
        try checkTables(results, found)
    }

    /// The tables' pixel columns and the WCS speak of the same pixels.
    private func checkTables(_ results: SolveResults, _ wcs: WCS) throws {
        let corr = try FITSTable(path: try #require(results.corr).path)
        let columns = try ["index_ra", "index_dec", "index_x", "index_y", "field_x", "field_y"].map { try #require(corr[$0]) }
        #expect(corr.rowCount >= 6)
        for row in 0..<corr.rowCount {
            let star = try #require(try wcs.pixel(SkyPosition(ra: columns[0][row], dec: columns[1][row])))
            // Tables count pixels from 1.
            #expect(abs(star.x + 1 - columns[2][row]) < 1 && abs(star.y + 1 - columns[3][row]) < 1)
            #expect(abs(columns[4][row] - columns[2][row]) < 30 && abs(columns[5][row] - columns[3][row]) < 30)
        }
        let axy = try FITSTable(path: try #require(results.axy).path)
        #expect(try #require(axy["X"]).allSatisfy { $0 >= 0 && $0 <= Double(wcs.width) + 1 })
        #expect(axy.primary.integer("IMAGEW") == wcs.width)
        #expect(try FITSTable(path: try #require(results.rdls).path)["RA"] != nil)
    }

    private func wcs(_ url: URL) throws -> WCS {
        let header = try FITSHeader(parsing: Data(contentsOf: url))
        return try WCS(
            header: header, width: try #require(header.integer("IMAGEW")), height: try #require(header.integer("IMAGEH")),
            frame: .upright)
    }
}
