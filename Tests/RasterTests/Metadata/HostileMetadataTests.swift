import Foundation
import Raster
import Testing

@Suite struct HostileMetadataTests {
    private func read(_ bytes: [UInt8], in folder: String, as format: PictureFormat = .jpeg) throws -> PictureMetadata {
        let path = "\(folder)/hostile"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try PictureMetadata.read(path: path, format: format)
    }

    private func segment(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, 0xE0 + kind, UInt8(length >> 8), UInt8(length & 255)] + content
    }

    @Test func aThousandProfilesAreNone() throws {
        let part = Array("ICC_PROFILE\0".utf8)
        let profile = TestMetadata.profile(bytes: 60_000)
        try TestPictures.inFolder { folder in
            var same: [UInt8] = [0xFF, 0xD8]
            for _ in 0..<1000 { same += segment(2, part + [1, 1] + profile) }
            let found = try read(same, in: folder)
            #expect(found.icc == nil)
            var numbered: [UInt8] = [0xFF, 0xD8]
            for number in 0..<1000 { numbered += segment(2, part + [UInt8(number % 255 + 1), 255] + profile) }
            #expect(try read(numbered, in: folder).icc == nil)
            // The last part is missing; a number of 0; more than there are.
            for parts in [[(1, 2)], [(0, 1)], [(2, 1)], [(1, 2), (2, 3)]] {
                let bytes = parts.flatMap { segment(2, part + [UInt8($0.0), UInt8($0.1)] + profile) }
                #expect(try read([0xFF, 0xD8] + bytes, in: folder).icc == nil)
            }
        }
    }

    @Test func hugePacketsAreLeftAlone() throws {
        let huge = Array(TestMetadata.xmp.replacing("uuid:7", with: String(repeating: "7", count: 50_000_000)).utf8)
        try TestPictures.inFolder { folder in
            let png = TestPNG.bytes(
                width: 2, height: 1, depth: 8, colour: 0, rows: [[1, 2]],
                before: [("iTXt", Array("XML:com.adobe.xmp".utf8) + [0, 0, 0, 0, 0] + huge)])
            try png.write(to: URL(fileURLWithPath: "\(folder)/a.png"))
            #expect(try PictureMetadata.read(path: "\(folder)/a.png", format: .png).xmp == nil)
            let tiff = TestTIFF().picture(
                width: 1, height: 1, bits: 8, photometric: 1, more: [(700, 1, huge.count, huge)], pixels: [5])
            try tiff.write(to: URL(fileURLWithPath: "\(folder)/a.tif"))
            #expect(try PictureMetadata.read(path: "\(folder)/a.tif", format: .tiff).xmp == nil)
            let leftOut = try PictureOutput.write(
                CanvasBuffer(size: PixelSize(width: 3, height: 3)), to: "\(folder)/b.png", as: .png,
                settings: OutputSettings(metadata: PictureMetadata(xmp: String(decoding: huge, as: UTF8.self))))
            #expect(leftOut.count == 1)
        }
    }

    @Test func packetsThatAreNoneAreLeftOut() throws {
        let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        let broken = [
            "", "no packet", "<a>", "<a></b>", "<rdf:RDF xmlns:rdf=\"\(rdf)\">", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<rdf:RDF xmlns:rdf=\"\(rdf)\"></rdf:RDF", "<rdf:RDF xmlns:rdf=\"\(rdf)\"><x y=z/></rdf:RDF>", "<", "</>", "<a b='",
            "<!--", "<?",
            String(repeating: "<a>", count: 100_000), "<a " + (0..<5000).map { "xmlns:n\($0)='u' " }.joined() + "/>",
        ]
        try TestPictures.inFolder { folder in
            for xmp in broken {
                let leftOut = try PictureOutput.write(
                    CanvasBuffer(size: PixelSize(width: 3, height: 3)), to: "\(folder)/b.png", as: .png,
                    settings: OutputSettings(metadata: PictureMetadata(xmp: xmp)))
                #expect(leftOut.count == 1, "\(xmp.prefix(80))")
            }
        }
    }

    /// Bytes are changed and files cut in all formats; what is read must go into all of them again.
    @Test(arguments: PictureMetadataTests.formats, [false, true]) func flippedBitsNeitherCrashNorHang(
        format: OutputFormat, bigEndian: Bool
    ) throws {
        var random = Seeded(state: bigEndian ? 7 : 8)
        let canvas = CanvasBuffer(size: PixelSize(width: 3, height: 2))
        try TestPictures.inFolder { folder in
            let settings = OutputSettings(metadata: TestMetadata.full(bigEndian: bigEndian, iccBytes: 700))
            try PictureOutput.write(canvas, to: "\(folder)/a", as: format, settings: settings)
            let good = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/a")))
            for round in 0..<1500 {
                var bytes = good
                for _ in 0...Int(random.next() % 6) {
                    bytes[Int(random.next() % UInt64(bytes.count))] =
                        [0, 1, 0x7F, 0x80, 0xFF, UInt8(random.next() & 255)][Int(random.next() % 6)]
                }
                if round % 5 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
                let found = try read(bytes, in: folder, as: TestMetadata.format(of: format))
                guard !found.isEmpty, round % 3 == 0 else { continue }
                for out in PictureMetadataTests.formats {
                    try PictureOutput.write(canvas, to: "\(folder)/b", as: out, settings: OutputSettings(metadata: found))
                    if out != .webp { _ = try PictureOutputTests.read("\(folder)/b") }
                }
            }
        }
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 11
        }
    }
}
