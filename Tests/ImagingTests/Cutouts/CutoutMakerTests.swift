import Annotation
import FITS
import Foundation
import Imaging
import Pictures
import Raster
import Sky
import Testing
import WCS

@Suite struct CutoutMakerTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "cutouts-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private static let size = PixelSize(width: 600, height: 400)

    private static func header(mirrored: Bool = false, frame: PixelFrame? = nil) -> FITSHeader {
        var header = FITSHeader()
        header.set("CTYPE1", "RA---TAN")
        header.set("CTYPE2", "DEC--TAN")
        header.set("CRVAL1", .real(359.9))
        header.set("CRVAL2", .real(62))
        header.set("CRPIX1", .real(280))
        header.set("CRPIX2", .real(220))
        header.set("CD1_1", .real(mirrored ? 0.008 : -0.008))
        header.set("CD1_2", .real(0.004))
        header.set("CD2_1", .real(mirrored ? -0.004 : 0.004))
        header.set("CD2_2", .real(0.008))
        header.set("IMAGEW", .integer(size.width))
        header.set("IMAGEH", .integer(size.height))
        if let frame { header.set(PixelFrame.keyword, .string(frame.rawValue)) }
        return header
    }

    /// A star at a place in the sky on even sky, in the stored pixels of the header.
    private static func stored(_ header: FITSHeader, star: SkyPosition, channels: Int, sample: SampleType) throws -> PixelBuffer {
        let wcs = try WCS(header: header, width: size.width, height: size.height, frame: .stored)
        let place = try #require(try wcs.pixel(star))
        let grey = PixelBuffer(size: size, channels: channels, sample: .f32)
        for y in 0..<size.height {
            let row = grey.row(y, as: Float.self)
            for x in 0..<size.width {
                let (dx, dy) = (Double(x) - place.x, Double(y) - place.y)
                let value = Float(0.2 + 0.6 * exp(-(dx * dx + dy * dy) / 8))
                for channel in 0..<channels { row[x * channels + channel] = value }
            }
        }
        return grey.converted(to: sample)
    }

    /// The centre of the light above the sky, in the first channel of a file shown upright.
    private static func centroid(_ path: String) throws -> PixelPoint {
        let facts = try PictureFile.facts(path: path)
        let region = PixelRegion(whole: facts.uprightSize)
        let read = try PictureFile.region(path: path, facts: facts, region: region)
        let picture = (facts.bottomUp ? read.flippedVertically() : read).luminance().converted(to: .f32)
        let values = picture.samples(as: Float.self)
        let sky = values.sorted()[values.count / 2]
        var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
        let limit = ((values.max() ?? 0) - sky) * 0.05
        for (index, value) in values.enumerated() where value - sky > limit {
            sum += Double(value - sky)
            sumX += Double(value - sky) * Double(index % picture.width)
            sumY += Double(value - sky) * Double(index / picture.width)
        }
        return PixelPoint(x: sumX / sum, y: sumY / sum)
    }

    @Test(arguments: Orientation.allCases)
    func aStarOfAStoredPictureIsWhereTheCutoutSays(orientation: Orientation) throws {
        let header = Self.header(mirrored: orientation.rawValue % 2 == 0)
        let star = SkyPosition(ra: 0.3, dec: 61.8)
        let picture = try Self.stored(header, star: star, channels: 3, sample: .u8)
        try RasterWriter.jpeg(picture, quality: 95, path: path("a.jpg"), exifOrientation: orientation.rawValue)
        for (size, ending) in [(301, "png"), (130, "png"), (62, "jpg")] {
            let out = path("cut.\(ending)")
            let report = try CutoutMaker.cut(
                picture: path("a.jpg"), wcs: header, centre: SkyPosition(ra: 0.1, dec: 61.9), fieldDegrees: 1.2, size: size, to: out)
            let found = try Self.centroid(out)
            let wanted = try #require(try report.wcs.pixel(star))
            #expect(abs(found.x - wanted.x) < 0.05 && abs(found.y - wanted.y) < 0.05, "\(found) \(wanted)")
            #expect(report.coverage == 1)
        }
    }

    @Test(arguments: ["tif", "png", "fits"], [SampleType.u8, .u16, .f32])
    func theDepthIsKept(ending: String, sample: SampleType) throws {
        let header = Self.header()
        let star = SkyPosition(ra: 359.95, dec: 62.05)
        let picture = try Self.stored(header, star: star, channels: 1, sample: sample)
        try RasterWriter.tiff(picture, path: path("a.tif"))
        let report = try CutoutMaker.cut(
            picture: path("a.tif"), wcs: header, centre: SkyPosition(ra: 359.9, dec: 62), fieldDegrees: 1, size: 200, to: path("c.\(ending)"))
        let facts = try PictureFile.facts(path: path("c.\(ending)"))
        let bits = ending == "png" && sample == .f32 ? 16 : sample.bytes * 8
        #expect(facts.bitsPerSample == bits && facts.channels == 1)
        #expect(facts.isFloat == (sample == .f32 && ending != "png"))
        let (found, wanted) = (try Self.centroid(path("c.\(ending)")), try #require(try report.wcs.pixel(star)))
        #expect(abs(found.x - wanted.x) < 0.03 && abs(found.y - wanted.y) < 0.03, "\(found) \(wanted)")
    }

    @Test func aFITSCutoutSaysWhereItIs() throws {
        let header = Self.header()
        let picture = try Self.stored(header, star: SkyPosition(ra: 0, dec: 62), channels: 3, sample: .u16)
        try RasterWriter.tiff(picture, path: path("a.tif"))
        let report = try CutoutMaker.cut(
            picture: path("a.tif"), wcs: header, centre: SkyPosition(ra: 0, dec: 62), fieldDegrees: 0.5, size: 101, to: path("c.fits"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path("c.fits")))
        let own = try WCS(header: FITSHeader(parsing: bytes), width: 101, height: 101, frame: .upright)
        // Rows run upwards in the file: its last row is the cutout's first.
        let (a, b) = (try own.sky(PixelPoint(x: 10, y: 90)), try report.wcs.sky(PixelPoint(x: 10, y: 10)))
        #expect(a.separation(to: b) < 1e-9)
        // And it can be cut again by its own header.
        let again = try CutoutMaker.cut(
            picture: path("c.fits"), wcs: FITSHeader(parsing: bytes), centre: SkyPosition(ra: 0, dec: 62), fieldDegrees: 0.3, size: 61,
            to: path("d.fits"))
        let (found, wanted) = (try Self.centroid(path("d.fits")), try #require(try again.wcs.pixel(SkyPosition(ra: 0, dec: 62))))
        #expect(abs(found.x - wanted.x) < 0.03 && abs(found.y - wanted.y) < 0.03, "\(found) \(wanted)")
    }

    @Test func whatCannotBeCutIsSaidAndNothingIsWritten() throws {
        let header = Self.header()
        try RasterWriter.png(PixelBuffer(size: Self.size, channels: 1, sample: .u8), path: path("a.png"))
        var other = header
        other.set("IMAGEW", 1200)
        var singular = header
        for key in ["CD1_1", "CD1_2", "CD2_1", "CD2_2"] { singular.set(key, 0.0) }
        let near = SkyPosition(ra: 359.9, dec: 62)
        let cases: [(FITSHeader, SkyPosition, Double, Int, String, String)] = [
            (header, SkyPosition(ra: 20, dec: 62), 1, 100, "c.png", "outside"),
            (header, SkyPosition(ra: 180, dec: -62), 1, 100, "c.png", "outside"),
            (other, near, 1, 100, "c.png", "1200 x 400"),
            (singular, near, 1, 100, "c.png", "singular"),
            (FITSHeader(), near, 1, 100, "c.png", "a.png"),
            (header, near, 0, 100, "c.png", "field"),
            (header, near, .nan, 100, "c.png", "field"),
            (header, near, 1, 0, "c.png", "pixels"),
            (header, near, 1, 100, "c.gif", ".jpg"),
            (header, near, 1, 100, "c", ".jpg"),
            (header, near, 1, 100, "none/c.png", "none/c.png"),
            (header, near, 1, 100, "none/c.fits", "none/"),
        ]
        for (header, centre, field, size, name, words) in cases {
            do {
                _ = try CutoutMaker.cut(
                    picture: path("a.png"), wcs: header, centre: centre, fieldDegrees: field, size: size, to: path(name))
                Issue.record("no error: \(words)")
            } catch {
                #expect("\(error)".contains(words), "\(error)")
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
    }
}
