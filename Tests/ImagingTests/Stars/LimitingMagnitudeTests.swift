import Annotation
import Foundation
import Imaging
import Pictures
import Raster
import Sky
import SkySample
import StarIndex
import Testing
import WCS

/// Sample pictures have a known limit: their star index is needed to make them.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/astrometry/index-tycho2-10.littleendian.fits")))
struct LimitingMagnitudeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var ra: Double
        var dec: Double
        var field: Double
        var kind: String
        var depth = 8
        var size = PixelSize(width: 1800, height: 1200)

        var testDescription: String { "\(kind) of \(field)° at \(ra), \(dec)" }
    }

    /// Wide fields, where known stars reach the limit, and narrow deep ones, where most of them are saturated.
    static let cases = [
        Case(ra: 84, dec: -2, field: 12, kind: "jpg"), Case(ra: 250, dec: 36, field: 4, kind: "jpg"),
        Case(ra: 56, dec: 24, field: 2, kind: "jpg"), Case(ra: 300, dec: 30, field: 30, kind: "jpg"),
        Case(ra: 84, dec: -2, field: 3, kind: "fits", depth: 16), Case(ra: 120, dec: 10, field: 6, kind: "tif", depth: 16),
        Case(ra: 10, dec: 41, field: 2.5, kind: "png"), Case(ra: 310, dec: 44, field: 5, kind: "fits", depth: 16),
    ]

    @Test(arguments: cases) func agreesWithTheTruth(_ sample: Case) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sample-\(UUID().uuidString).\(sample.kind)")
        defer { try? FileManager.default.removeItem(at: file) }
        var request = SampleRequest(
            centre: SkyPosition(ra: sample.ra, dec: sample.dec), field: sample.field, width: sample.size.width,
            height: sample.size.height, out: file.path)
        request.depth = sample.depth
        request.seed = UInt64(sample.field * 10)
        let truth = try SampleSky.render(request)
        let stars = try known(truth)
        let facts = try PictureFile.facts(path: file.path)
        let limit = try #require(try LimitingMagnitude.measure(path: file.path, facts: facts, stars: stars))
        // The truth speaks of one channel before compression, under an even sky. Measured: −0.45 … −0.26 in lossless files, where
        // the sky of the picture is brighter than that and pixels average the peak; +0.1 … +0.42 in JPEG, which smooths the noise.
        #expect(abs(limit - truth.limitingMagnitude) < 0.5)
    }

    @Test func tooFewStarsTellNothing() throws {
        let picture = PixelBuffer(size: PixelSize(width: 200, height: 200), channels: 1, sample: .u8)
        #expect(LimitingMagnitude.measure(picture, isLinear: true, stars: []) == nil)
        let star = SolverStar(position: SkyPosition(ra: 0, dec: 0), magnitude: .nan, band: .v, pixel: PixelPoint(x: .nan, y: 5))
        #expect(LimitingMagnitude.measure(picture, isLinear: false, stars: Array(repeating: star, count: 50)) == nil)
    }

    /// What a solver matches: some hundred bright stars of the index.
    private func known(_ truth: SampleTruth) throws -> [SolverStar] {
        let wcs = try WCS(header: truth.header(), width: truth.width, height: truth.height, frame: .upright)
        let index = try StarIndexFile(path: truth.index)
        let stars = index.stars(within: truth.radius, of: wcs.centre).sorted { $0.magnitude < $1.magnitude }
        return stars.prefix(150).compactMap { star in
            let position = SkyPosition(star.position)
            guard let pixel = try? wcs.pixel(position), pixel.x > 0, pixel.y > 0, pixel.x < Double(truth.width),
                pixel.y < Double(truth.height)
            else { return nil }
            return SolverStar(position: position, magnitude: star.magnitude, band: .vt, pixel: pixel)
        }
    }
}
