import FITS
import Foundation
import Pictures
import Raster
import Testing

@Suite struct FITSPictureTests {
    private func inFolder<R>(_ body: (String) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fits-pictures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    private func write(_ path: String, _ width: Int, _ height: Int, cards: [FITSCard], _ value: (Int, Int) -> Int) throws {
        try FITSImageWriter.write(path: path, width: width, height: height, planes: 1, sample: .u16, cards: cards) { _, y, out in
            for x in 0..<width { out.assumingMemoryBound(to: UInt16.self)[x] = UInt16(value(x, y)) }
        }
    }

    @Test func headersGiveHints() throws {
        try inFolder { folder in
            let path = "\(folder)/a"
            let cards = [
                FITSCard("DATE-OBS", "2024-03-09T20:15:07.5"), FITSCard("EXPTIME", 120), FITSCard("INSTRUME", "ASI1600"),
                FITSCard("FOCALLEN", 500), FITSCard("XPIXSZ", 3.8), FITSCard("OBJCTRA", "05 35 17.3"),
                FITSCard("OBJCTDEC", "-05 23 28"),
            ]
            try write(path, 4, 3, cards: cards) { $0 + $1 }
            let facts = try PictureFile.facts(path: path)
            #expect(facts.capture.dateObs == Date(timeIntervalSince1970: 1_710_015_307.5))
            #expect(facts.capture.exposureSeconds == 120 && facts.capture.camera == "ASI1600")
            let scale = try #require(facts.capture.pixelScaleHint)
            let (ra, dec) = (try #require(facts.capture.raHint), try #require(facts.capture.decHint))
            #expect(abs(scale - 1.56761) < 1e-4)  // 206.2648 * 3.8 / 500
            #expect(abs(ra - 83.82208) < 1e-4)
            #expect(abs(dec + 5.39111) < 1e-4)
            #expect(facts.bottomUp)
        }
    }

    /// A mosaic of flat colours, sensor row 0 at the top; a bottom-up file has the rows the other way round.
    @Test(arguments: ["TOP-DOWN", "BOTTOM-UP"], [6, 7])
    func mosaicsAreDebayeredWhicheverWayTheRowsRun(order: String, height: Int) throws {
        try inFolder { folder in
            let (path, out) = ("\(folder)/a", "\(folder)/b")
            let cards = [FITSCard("BAYERPAT", "RGGB"), FITSCard("ROWORDER", .string(order))]
            try write(path, 8, height, cards: cards) { x, y in
                let sensorRow = order == "TOP-DOWN" ? y : height - 1 - y
                return [100, 200, 200, 300][x & 1 | (sensorRow & 1) << 1]
            }
            let facts = try PictureFile.facts(path: path)
            #expect(facts.bottomUp == (order == "BOTTOM-UP"))
            try PictureFile.writeFITS(path: path, facts: facts, to: out, cards: [])
            let reader = try FITSImageReader(path: out)
            #expect(reader.info.planes == 3)
            var values = [Float](repeating: 0, count: 8 * height)
            for (plane, wanted) in [Float(100), 200, 300].enumerated() {
                try values.withUnsafeMutableBufferPointer { try reader.readRows(0..<height, plane: plane, into: $0) }
                #expect(values.allSatisfy { $0 == wanted })
            }
        }
    }

    @Test func previewStandsUprightAndLuminanceKeepsTheFilesRows() throws {
        try inFolder { folder in
            for order in ["TOP-DOWN", "BOTTOM-UP"] {
                let path = "\(folder)/\(order)"
                try write(path, 16, 16, cards: [FITSCard("ROWORDER", .string(order))]) { x, y in 1000 + 1000 * y + x % 3 }
                let facts = try PictureFile.facts(path: path)
                let preview = try PictureFile.preview(path: path, facts: facts, longSide: 16)
                let (grey, factor) = try PictureFile.luminance(path: path, facts: facts, maxPixels: 64)
                #expect(factor == 2 && grey.size == PixelSize(width: 8, height: 8))
                let first = withExtendedLifetime(preview) { preview.row(0, as: UInt8.self)[0] }
                let last = withExtendedLifetime(preview) { preview.row(15, as: UInt8.self)[0] }
                #expect((first < last) == (order == "TOP-DOWN"))
                #expect(withExtendedLifetime(grey) { grey.row(0, as: UInt8.self)[0] < grey.row(7, as: UInt8.self)[0] })
            }
        }
    }

    /// The table of an image 16 x 8 of `37 i % 1000 + 30000`, packed by astropy 8.0.2 with RICE_1.
    private static let rice = """
        AAAAEwAAAAAAAAAVAAAAEwAAABMAAAAoAAAAFQAAADsAAAATAAAAUAAAABUAAABjAAAAFQAAAHgAAAATAAAAjfUweAlJSUlJSUlJSUlJSUlJSUD3gIgM\
        rKysrKysrKysrKAAELlZWUD16HgJSUlJSUlJSUlJSUlJSUlA+DiIDKysrKysoAAQuVlZWVlZWVlA9qB4CUlJSUlJSUlJSUlJSUlJQPjwiAygABC5WVlZ\
        WVlZWVlZWVlZQPdYiAysrKysrKysrKysrKAAELlZQPXAeAlJSUlJSUlJSUlJSUlJSUA=
        """

    @Test func tileCompressedPicturesAreRead() throws {
        let table = try #require(Data(base64Encoded: Self.rice))
        let primary = FITSHeader(cards: [FITSCard("SIMPLE", true), FITSCard("BITPIX", 8), FITSCard("NAXIS", 0)])
        let unit = FITSHeader(cards: [
            FITSCard("XTENSION", "BINTABLE"), FITSCard("BITPIX", 8), FITSCard("NAXIS", 2), FITSCard("NAXIS1", 8),
            FITSCard("NAXIS2", 8), FITSCard("PCOUNT", 160), FITSCard("GCOUNT", 1), FITSCard("TFIELDS", 1),
            FITSCard("TTYPE1", "COMPRESSED_DATA"), FITSCard("TFORM1", "1PB(21)"), FITSCard("ZIMAGE", true),
            FITSCard("ZTENSION", "IMAGE"), FITSCard("ZBITPIX", 16), FITSCard("ZNAXIS", 2), FITSCard("ZNAXIS1", 16),
            FITSCard("ZNAXIS2", 8), FITSCard("ZPCOUNT", 0), FITSCard("ZGCOUNT", 1), FITSCard("ZTILE1", 16),
            FITSCard("ZTILE2", 1), FITSCard("ZCMPTYPE", "RICE_1"), FITSCard("ZNAME1", "BLOCKSIZE"), FITSCard("ZVAL1", 32),
            FITSCard("ZNAME2", "BYTEPIX"), FITSCard("ZVAL2", 2), FITSCard("BZERO", 32768), FITSCard("BSCALE", 1),
        ])
        try inFolder { folder in
            let (path, out) = ("\(folder)/a.fits.fz", "\(folder)/b.fits")
            let padding = Data(count: (2880 - table.count % 2880) % 2880)
            var file = primary.serialized()
            for part in [unit.serialized(), table, padding] { file.append(part) }
            try file.write(to: URL(fileURLWithPath: path))
            let facts = try PictureFile.facts(path: path)
            #expect(facts.format == .fits && facts.size == PixelSize(width: 16, height: 8))
            try PictureFile.checkComplete(path: path, facts: facts)
            try PictureFile.writeFITS(path: path, facts: facts, to: out, cards: [])
            try expectRamp(out)
        }
    }

    @Test func gzippedPicturesAreRead() throws {
        try inFolder { folder in
            let (plain, packed, out) = ("\(folder)/a.fits", "\(folder)/b.fits.gz", "\(folder)/c.fits")
            try write(plain, 16, 8, cards: []) { x, y in (16 * y + x) * 37 % 1000 + 30000 }
            let whole = gzipped([UInt8](try Data(contentsOf: URL(fileURLWithPath: plain))))
            try whole.write(to: URL(fileURLWithPath: packed))
            let facts = try PictureFile.facts(path: packed)
            try PictureFile.checkComplete(path: packed, facts: facts)
            try PictureFile.writeFITS(path: packed, facts: facts, to: out, cards: [])
            try expectRamp(out)
            try whole.dropLast(20).write(to: URL(fileURLWithPath: packed))
            #expect(throws: PictureError.self) { try PictureFile.facts(path: packed) }
        }
    }

    private func expectRamp(_ path: String) throws {
        let reader = try FITSImageReader(path: path)
        var values = [Float](repeating: 0, count: 128)
        try values.withUnsafeMutableBufferPointer { try reader.readRows(0..<8, plane: 0, into: $0) }
        let wanted: [Float] = (0..<128).map { index in Float(index * 37 % 1000 + 30000) }
        #expect(values == wanted)
    }

    /// Gzip data of one stored block.
    private func gzipped(_ bytes: [UInt8]) -> Data {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
        let parts: [[UInt8]] = [
            head, little(bytes.count, 2), little(~bytes.count, 2), bytes, little(Int(~crc), 4), little(bytes.count, 4),
        ]
        return Data(parts.joined())
    }
}
