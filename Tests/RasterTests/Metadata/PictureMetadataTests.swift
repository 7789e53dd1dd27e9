import Foundation
import Raster
import Testing

@Suite struct PictureMetadataTests {
    static let formats: [OutputFormat] = [.jpeg, .png, .tiff, .webp]

    /// What a picture's headers say, through a JPEG file made of its EXIF block.
    private func facts(_ metadata: PictureMetadata, in folder: String) throws -> PictureFacts {
        let path = "\(folder)/facts.jpg"
        let exif = try #require(metadata.exif)
        try RasterWriter.writeJPEG(
            TestPictures.pattern(16, 8, channels: 3, sample: .u8), quality: 90, path: path, exif: Array("Exif\0\0".utf8) + exif)
        return try RasterReader.facts(path: path, format: .jpeg)
    }

    @Test(arguments: [false, true], formats) func everythingIsKeptFromEveryFormatIntoEveryOther(
        bigEndian: Bool, source: OutputFormat
    ) throws {
        let given = TestMetadata.full(bigEndian: bigEndian)
        let canvas = CanvasBuffer(size: PixelSize(width: 40, height: 30))
        try TestPictures.inFolder { folder in
            let first = "\(folder)/source"
            #expect(try PictureOutput.write(canvas, to: first, as: source, settings: OutputSettings(metadata: given)).isEmpty)
            let carried = try PictureMetadata.read(path: first, format: TestMetadata.format(of: source))
            for format in Self.formats {
                let path = "\(folder)/a.\(format.fileExtension)"
                #expect(
                    try PictureOutput.write(canvas, to: path, as: format, settings: OutputSettings(metadata: carried)).isEmpty)
                let read = try PictureMetadata.read(path: path, format: TestMetadata.format(of: format))
                #expect(read.icc == given.icc, "\(source) -> \(format)")
                let facts = try facts(read, in: folder)
                #expect(facts.orientation == .up)
                #expect(facts.capture.camera == "Canon EOS 6D" && facts.capture.lens == "EF135mm f/2L USM")
                #expect(facts.capture.exposureSeconds == 2.5 && facts.capture.iso == 1600)
                #expect(facts.capture.dateTimeOriginal == "2024:03:09 21:15:07")
                #expect(facts.capture.gpsDateTime == Date(timeIntervalSince1970: 1_710_015_307.25))
                let exif = try #require(read.exif)
                #expect(!exif.holds(TestMetadata.thumbnail) && exif.holds(TestMetadata.makerNote))
                #expect(exif.holds(Array("An Observer".utf8)))
                let xmp = try #require(read.xmp)
                #expect(xmp.contains("Orion &amp; M 42 über “β”") && xmp.contains("<?xpacket end") && xmp.contains("uuid:7"))
                if format != .webp {
                    // The picture itself is not harmed.
                    #expect(try PictureOutputTests.read(path).size == canvas.size)
                    #expect(try RasterReader.facts(path: path, format: TestMetadata.format(of: format)).orientation == .up)
                }
            }
        }
    }

    /// Notes of camera makers hold places counted from the beginning of the block.
    @Test(arguments: [false, true]) func theBlockIsEditedWhereItLies(bigEndian: Bool) throws {
        let block = TestMetadata.exif(bigEndian: bigEndian)
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a.jpg"
            let settings = OutputSettings(metadata: PictureMetadata(exif: block))
            try PictureOutput.write(
                CanvasBuffer(size: PixelSize(width: 300, height: 200)), to: path, as: .jpeg, settings: settings)
            let written = try #require(try PictureMetadata.read(path: path, format: .jpeg).exif)
            #expect(written.count == block.count - TestMetadata.thumbnail.count)
            let changed = written.indices.filter { written[$0] != block[$0] }
            // Orientation, the place of the thumbnail's directory, and two entries that give the size.
            #expect(changed.count <= 1 + 4 + 2 * 9)
            let tiff = TestTIFF(bigEndian: bigEndian)
            #expect(written.holds(tiff.short([0x0112, 3]) + tiff.long([1]) + tiff.short([1])))
            #expect(written.holds(tiff.short([0xA002, 4]) + tiff.long([1, 300])))
            #expect(written.holds(tiff.short([0xA003, 4]) + tiff.long([1, 200])))
        }
    }

    @Test func thePacketSaysThatThePictureIsUpright() throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a.png"
            let settings = OutputSettings(metadata: PictureMetadata(xmp: TestMetadata.xmp))
            try PictureOutput.write(
                CanvasBuffer(size: PixelSize(width: 300, height: 200)), to: path, as: .png, settings: settings)
            let xmp = try #require(try PictureMetadata.read(path: path, format: .png).xmp)
            #expect(xmp.contains("tiff:Orientation='1' xmp:Rating=\"4\""))
            #expect(xmp.contains("<e:PixelXDimension>300</e:PixelXDimension>"))
            #expect(!xmp.contains("Thumbnails") && !xmp.contains("AAAA"))
            #expect(xmp.contains("<!-- a > comment -->"))
            #expect(!xmp.contains("      \n"), "the padding goes")
        }
    }

    @Test func profilesOfOtherPixelsAreLeftOutAndSaidSo() throws {
        let colour = TestPictures.pattern(20, 10, channels: 3, sample: .u8)
        let grey = TestPictures.pattern(20, 10, channels: 1, sample: .u16)
        try TestPictures.inFolder { folder in
            for (picture, space, isKept) in [
                (colour, "RGB ", true), (colour, "GRAY", false), (colour, "CMYK", false), (grey, "GRAY", true),
                (grey, "RGB ", false),
            ] {
                let metadata = PictureMetadata(icc: TestMetadata.profile(space, bytes: 500))
                let path = "\(folder)/a.png"
                let leftOut = try PictureOutput.write(picture, to: path, as: .png, settings: OutputSettings(metadata: metadata))
                #expect(leftOut.isEmpty == isKept && leftOut.allSatisfy { $0.contains("profile") })
                #expect(try PictureMetadata.read(path: path, format: .png).icc == (isKept ? metadata.icc : nil))
            }
        }
    }

    @Test func thePartOfThePacketInOtherSegmentsIsMissedAloud() throws {
        let note = "xmlns:xmpNote='http://ns.adobe.com/xmp/note/' xmpNote:HasExtendedXMP='0123456789ABCDEF0123456789ABCDEF' rdf:about="
        let metadata = PictureMetadata(xmp: TestMetadata.xmp.replacing("rdf:about=", with: note, maxReplacements: 1))
        try TestPictures.inFolder { folder in
            let canvas = CanvasBuffer(size: PixelSize(width: 9, height: 9))
            let leftOut = try PictureOutput.write(canvas, to: "\(folder)/a.jpg", as: .jpeg, settings: OutputSettings(metadata: metadata))
            #expect(leftOut.count == 1 && leftOut.allSatisfy { $0.contains("extended part") })
            let xmp = try #require(try PictureMetadata.read(path: "\(folder)/a.jpg", format: .jpeg).xmp)
            #expect(!xmp.contains("HasExtendedXMP") && xmp.contains("Rating"))
        }
    }

    /// A segment of a JPEG file holds less than 64 KB.
    @Test func whatIsTooLargeForJPEGIsSaid() throws {
        let tiff = TestTIFF()
        let note = [UInt8](repeating: 9, count: 70_000)
        let exif = tiff.file(
            [tiff.text(0x0110, "EOS"), tiff.shorts(0x0112, 3)], exif: [(0x927C, 7, note.count, note), tiff.shorts(0x8827, 800)])
        let xmp = TestMetadata.xmp.replacing("uuid:7", with: String(repeating: "7", count: 80_000))
        let profile = TestMetadata.profile(bytes: 5_000_000)
        try TestPictures.inFolder { folder in
            let canvas = CanvasBuffer(size: PixelSize(width: 9, height: 9))
            let settings = OutputSettings(metadata: PictureMetadata(icc: profile, exif: exif, xmp: xmp))
            let leftOut = try PictureOutput.write(canvas, to: "\(folder)/a.jpg", as: .jpeg, settings: settings)
            #expect(leftOut.count == 2 && leftOut[0].contains("notes") && leftOut[1].contains("XMP"))
            let read = try PictureMetadata.read(path: "\(folder)/a.jpg", format: .jpeg)
            #expect(read.icc == profile && read.xmp == nil)
            #expect(try facts(read, in: folder).capture.iso == 800)
            for format in [OutputFormat.png, .tiff, .webp] {
                let path = "\(folder)/a.\(format.fileExtension)"
                #expect(try PictureOutput.write(canvas, to: path, as: format, settings: settings).isEmpty)
                let read = try PictureMetadata.read(path: path, format: TestMetadata.format(of: format))
                #expect(read.icc == profile && read.xmp?.contains(String(repeating: "7", count: 80_000)) == true)
                #expect(read.exif?.holds(note) == true)
            }
        }
    }
}
