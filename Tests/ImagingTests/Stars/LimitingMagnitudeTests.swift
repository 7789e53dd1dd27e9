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
        request.seeing = Self.seeing
        let truth = try SampleSky.render(request)
        let stars = try known(truth)
        let facts = try PictureFile.facts(path: file.path)
        let limit = try #require(try LimitingMagnitude.measure(path: file.path, facts: facts, stars: stars))
        let expected = truth.limitingMagnitude + (try Self.correction(file.path, facts))
        #expect(abs(limit - expected) < 0.3)
    }

    static let seeing = 2.0

    /// What the picture differs in from the exposure that the truth speaks of, magnitudes.
    ///
    /// That is of one channel, under an even sky of 800 electrons, for the light in the very middle of a star. A pixel gets the
    /// mean of the light that falls on it; the sky of the picture is brighter where the Milky Way and the town shine; and JPEG has
    /// half the scatter in green, as it averages the noise of the colours over pixels and drops fine structure. All of that is
    /// measured here in electrons, by the camera's own curve. What is left between the two is the tone curve, which is taken for
    /// sRGB's and is another one (0.13 mag for a bright star), and stars that are less sharp towards the corners.
    private static func correction(_ path: String, _ facts: PictureFacts) throws -> Double {
        let picture = try PictureFile.region(path: path, facts: facts, region: PixelRegion(whole: facts.size))
        let top = picture.sample == .u8 ? 255.0 : 65_535.0
        func electrons(_ sample: Double) -> Double {
            facts.format == .fits ? (sample / top - 0.01) / 0.99 * 25_000 : 350 + 9650 * pow(sample / top, 2.4)
        }
        let channel = picture.channels >= 3 ? 1 : 0
        var scatters: [Double] = []
        for y in stride(from: picture.height / 6, to: picture.height * 5 / 6, by: 60) {
            for x in stride(from: picture.width / 6, to: picture.width * 5 / 6, by: 90) {
                var values: [Double] = []
                for row in y..<y + 32 {
                    for column in x..<x + 32 {
                        let index = column * picture.channels + channel
                        let sample = switch picture.sample {
                        case .u8: Double(picture.row(row, as: UInt8.self)[index])
                        case .u16: Double(picture.row(row, as: UInt16.self)[index])
                        case .f32: Double(picture.row(row, as: Float.self)[index])
                        }
                        values.append(electrons(sample))
                    }
                }
                values.sort()
                // Upper and lower sixth of a normal distribution are a standard deviation from its middle.
                scatters.append((values[values.count * 841_345 / 1_000_000] - values[values.count * 158_655 / 1_000_000]) / 2)
            }
        }
        scatters.sort()
        // Photons and read noise, electrons.
        let assumed = (800.0 + 64).squareRoot()
        return -2.5 * log10(scatters[scatters.count / 2] / assumed) + 2.5 * log10(shareInMiddlePixel)
    }

    /// The mean of a Moffat profile of exponent 2.5 over the pixel in its middle.
    private static var shareInMiddlePixel: Double {
        let core = seeing / (2 * (pow(2, 1 / 2.5) - 1).squareRoot())
        let steps = (0..<20).map { (Double($0) + 0.5) / 20 - 0.5 }
        let light = steps.flatMap { y in steps.map { x in pow(1 + (x * x + y * y) / (core * core), -2.5) } }
        return light.reduce(0, +) / Double(light.count)
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
