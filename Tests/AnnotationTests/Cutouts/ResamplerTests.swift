import Annotation
import Foundation
import Raster
import Sky
import Testing
import WCS

@Suite struct ResamplerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name, projection: String
        let ra, dec, turn: Double
        var mirrored = false
        var sip: [(String, Double)] = []
        /// Degrees a pixel of the source; the cutout's scale over it; how far the cutout's centre is from the source's, source pixels.
        var scale = 0.02
        var ratio = 1.0
        var testDescription: String { name }
    }

    static let distortion = [("A_2_0", 2e-5), ("A_0_2", 1e-5), ("A_3_0", 3e-7), ("A_1_2", 3e-7), ("B_1_1", -2e-5), ("B_2_1", 3e-7), ("B_0_3", 3e-7)]

    static let cases = [
        Case(name: "turned", projection: "TAN", ra: 83, dec: -5, turn: 30),
        Case(name: "mirrored", projection: "TAN", ra: 83, dec: -5, turn: 200, mirrored: true),
        Case(name: "distorted", projection: "TAN", ra: 83, dec: -5, turn: 71, sip: distortion),
        Case(name: "distorted and mirrored", projection: "TAN", ra: 83, dec: 60, turn: 71, mirrored: true, sip: distortion),
        Case(name: "at the pole", projection: "TAN", ra: 83, dec: 89.9, turn: 10),
        Case(name: "at the south pole", projection: "TAN", ra: 10, dec: -90, turn: 10, mirrored: true),
        Case(name: "across RA 0h", projection: "TAN", ra: 0.1, dec: 20, turn: -45),
        Case(name: "wide, equal areas", projection: "ZEA", ra: 20, dec: 40, turn: 100, scale: 0.3),
        Case(name: "wide, stereographic", projection: "STG", ra: 20, dec: -40, turn: 100, scale: 0.3),
        Case(name: "finer", projection: "TAN", ra: 83, dec: -5, turn: 30, ratio: 0.37),
        Case(name: "a little coarser", projection: "TAN", ra: 83, dec: -5, turn: 30, ratio: 1.3),
        Case(name: "coarser", projection: "TAN", ra: 83, dec: -5, turn: 30, ratio: 2.9),
    ]

    /// A smooth picture's every pixel is known: a shift of 0.02 pixel would show.
    @Test(arguments: cases, [1, 3])
    func everyPixelIsThatOfItsPlaceInTheSky(given: Case, channels: Int) throws {
        let (width, height) = (500, 420)
        let source = try MadeSky.wcs(
            MadeSky.header(
                given.projection, ra: given.ra, dec: given.dec, width: width, height: height, scale: given.scale, turn: given.turn,
                mirrored: given.mirrored, sip: given.sip), width, height)
        // A wave is 40 pixels long, those of the cutout or of the source, whichever is longer.
        let waves = 2 * Double.pi / radians(40 * given.scale * max(1, given.ratio))
        let picture = try MadeSky.picture(source, channels: channels, waves: waves)
        let centre = try source.sky(PixelPoint(x: 263.3, y: 201.8))
        let size = given.ratio > 2 ? 81 : 201
        let field = degrees(2 * atan(radians(given.scale) * given.ratio * Double(size) / 2))
        let grid = try CutoutGrid(centre: centre, fieldDegrees: field, size: size)
        let resampler = try Resampler(from: source, to: grid.wcs)
        #expect(abs(resampler.ratio / given.ratio - 1) < 0.15)
        let result = resampler.picture(from: picture, showing: PixelRegion(whole: picture.size), threads: 2)
        let truth = try MadeSky.picture(grid.wcs, channels: channels, waves: waves)
        var worst: Float = 0, sum = 0.0, count = 0.0
        for y in 0..<size {
            let (found, wanted) = (result.picture.row(y, as: Float.self), truth.row(y, as: Float.self))
            for i in 0..<size * channels where found[i] != 0 {
                worst = max(worst, abs(found[i] - wanted[i]))
                sum += Double((found[i] - wanted[i]) * (found[i] - wanted[i]))
                count += 1
            }
        }
        // The steepest slope is 0.4 · 2π/40 ≈ 0.06 a pixel.
        #expect(count == Double(size * size * channels))
        #expect(result.coverage == 1)
        #expect(worst < 0.004 && (sum / count).squareRoot() < 0.0012, "\(worst) \((sum / count).squareRoot())")
    }

    @Test func partsAndReducedPicturesGiveTheSame() throws {
        let source = try MadeSky.wcs(
            MadeSky.header("TAN", ra: 83, dec: -5, width: 800, height: 640, scale: 0.01, turn: 30, mirrored: true), 800, 640)
        let waves = 2 * Double.pi / radians(200 * 0.01)
        let picture = try MadeSky.picture(source, waves: waves)
        let grid = try CutoutGrid(centre: source.centre, fieldDegrees: 3, size: 60)
        let resampler = try Resampler(from: source, to: grid.wcs)
        #expect(resampler.decoderReduction == 4)
        let whole = resampler.picture(from: picture, showing: PixelRegion(whole: picture.size)).picture
        // The decoder's blocks begin anywhere: here 3 pixels in.
        let region = try #require(resampler.region)
        let shifted = PixelRegion(x: region.x / 4 * 4 + 3, y: region.y / 4 * 4 + 3, width: region.width - 8, height: region.height - 8)
        let part = PixelBuffer(size: shifted.size, channels: 1, sample: .f32)
        for y in 0..<shifted.height {
            let row = picture.row(shifted.y + y, as: Float.self)
            for x in 0..<shifted.width { part.row(y, as: Float.self)[x] = row[shifted.x + x] }
        }
        let reduced = resampler.picture(from: part.boxReduced(by: 4), showing: shifted, reducedBy: 4).picture
        for y in 0..<60 {
            for x in 0..<60 { #expect(abs(whole.row(y, as: Float.self)[x] - reduced.row(y, as: Float.self)[x]) < 0.003) }
        }
    }

    @Test func whatIsNotShownIsSaid() throws {
        let source = try MadeSky.wcs(MadeSky.header("TAN", ra: 83, dec: 0, width: 200, height: 200, scale: 0.01), 200, 200)
        let picture = PixelBuffer(size: PixelSize(width: 200, height: 200), channels: 3, sample: .u16)
        for index in picture.samples(as: UInt16.self).indices { picture.samples(as: UInt16.self)[index] = 40000 }
        // Centred on the middle of the left edge: half of it is shown.
        let edge = try source.sky(PixelPoint(x: -0.5, y: 100))
        let grid = try CutoutGrid(centre: edge, fieldDegrees: 1, size: 100)
        let result = try Resampler(from: source, to: grid.wcs).picture(from: picture, showing: PixelRegion(whole: picture.size))
        #expect(abs(result.coverage - 0.5) < 0.006)
        let row = result.picture.row(50, as: UInt16.self)
        let shown = stride(from: 0, to: 300, by: 3).filter { row[$0] > 0 }
        #expect(shown.allSatisfy { row[$0] == 40000 && row[$0 + 1] == 40000 && row[$0 + 2] == 40000 })
        #expect((49...51).contains(shown.count))
    }

    @Test func blankPixelsStayBlankAndDoNotSpread() throws {
        let source = try MadeSky.wcs(MadeSky.header("TAN", ra: 83, dec: 0, width: 100, height: 100, scale: 0.01), 100, 100)
        let picture = PixelBuffer(size: PixelSize(width: 100, height: 100), channels: 1, sample: .f32)
        for index in 0..<10_000 { picture.samples(as: Float.self)[index] = (50...52).contains(index / 100) ? .nan : -7 }
        let grid = try CutoutGrid(centre: try source.sky(PixelPoint(x: 50, y: 50)), fieldDegrees: 0.5, size: 50)
        let result = try Resampler(from: source, to: grid.wcs).picture(
            from: picture, showing: PixelRegion(whole: picture.size), blank: .nan)
        let values = result.picture.samples(as: Float.self)
        #expect((50...200).contains(values.filter(\.isNaN).count))
        #expect(values.filter { !$0.isNaN }.allSatisfy { abs($0 + 7) < 1e-4 })
    }

    /// A bright star on dark sky: nothing about it is darker than the sky.
    @Test(arguments: [0.4, 1.0, 1.5])
    func starsHaveNoDarkRings(ratio: Double) throws {
        let source = try MadeSky.wcs(MadeSky.header("TAN", ra: 83, dec: 0, width: 100, height: 100, scale: 0.01, turn: 20), 100, 100)
        let picture = PixelBuffer(size: PixelSize(width: 100, height: 100), channels: 1, sample: .u8)
        for y in 0..<100 {
            for x in 0..<100 {
                let r2 = Double((x - 50) * (x - 50) + (y - 50) * (y - 50))
                picture.row(y, as: UInt8.self)[x] = UInt8(min(255, 20 + 2000 * exp(-r2 / 3)))
            }
        }
        let grid = try CutoutGrid(centre: try source.sky(PixelPoint(x: 50, y: 50)), fieldDegrees: 0.4, size: Int(40 / ratio))
        let cutout = try Resampler(from: source, to: grid.wcs).picture(from: picture, showing: PixelRegion(whole: picture.size)).picture
        let values = cutout.samples(as: UInt8.self)
        #expect(values.min() == 20 && values.max() ?? 0 > 230)
    }
}
