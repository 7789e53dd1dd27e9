import Foundation
import Raster
import Testing

@Suite struct KindsOfPixelTests {
    private func decoded(_ bytes: Data, reduceBy factor: Int = 1) throws -> PixelBuffer {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/picture"
            try bytes.write(to: URL(fileURLWithPath: path))
            let format = try #require(try RasterReader.sniff(path: path))
            let facts = try RasterReader.facts(path: path, format: format)
            try RasterReader.checkComplete(path: path, facts: facts)
            return try RasterReader.decode(path: path, facts: facts, reduceBy: factor)
        }
    }

    private func bytes(_ picture: PixelBuffer) -> [UInt8] { withExtendedLifetime(picture) { Array(picture.bytes) } }

    private func samples<T: BitwiseCopyable>(_ picture: PixelBuffer, _: T.Type) -> [T] {
        withExtendedLifetime(picture) { Array(picture.samples(as: T.self)) }
    }

    // MARK: PNG

    @Test func pngOfFewBitsIsSpreadOverTheWholeRange() throws {
        let bit = TestPNG.bytes(width: 9, height: 1, depth: 1, colour: 0, rows: [[0b1010_0110, 0b1000_0000]])
        #expect(bytes(try decoded(bit)) == [255, 0, 255, 0, 0, 255, 255, 0, 255])
        let two = TestPNG.bytes(width: 5, height: 1, depth: 2, colour: 0, rows: [[0b00_01_10_11, 0b01_00_00_00]])
        #expect(bytes(try decoded(two)) == [0, 85, 170, 255, 85])
        let four = TestPNG.bytes(width: 3, height: 1, depth: 4, colour: 0, rows: [[0x0F, 0x80]])
        #expect(bytes(try decoded(four)) == [0, 255, 136])
    }

    @Test func pngPaletteAndAlphaLieOverBlack() throws {
        let palette: [UInt8] = [10, 20, 30, 200, 100, 50]
        let indexed = TestPNG.bytes(
            width: 3, height: 1, depth: 2, colour: 3, rows: [[0b00_01_00_00]], before: [("PLTE", palette)])
        #expect(bytes(try decoded(indexed)) == [10, 20, 30, 200, 100, 50, 10, 20, 30])
        let clear = TestPNG.bytes(
            width: 2, height: 1, depth: 8, colour: 3, rows: [[0, 1]], before: [("PLTE", palette), ("tRNS", [255, 0])])
        #expect(bytes(try decoded(clear)) == [10, 20, 30, 0, 0, 0])
        // The gamma of the file must not change how alpha is applied: 200 * 128 / 255 = 100.4.
        let alpha = TestPNG.bytes(
            width: 1, height: 1, depth: 8, colour: 6, rows: [[200, 100, 50, 128]], before: [("gAMA", TestPNG.long(45455))])
        #expect(bytes(try decoded(alpha)) == [100, 50, 25])
        let deep = TestPNG.bytes(width: 2, height: 1, depth: 16, colour: 4, rows: [[0x12, 0x34, 255, 255, 0x80, 0, 0, 0]])
        #expect(samples(try decoded(deep), UInt16.self) == [0x1234, 0])
    }

    @Test func interlacedPNGIsPutTogether() throws {
        // 3 x 3 pixels 1...9: passes 1, 4, 5, 6 and 7 of Adam7 have pixels.
        let passes: [[UInt8]] = [[1], [3], [7, 9], [2], [8], [4, 5, 6]]
        let file = TestPNG.bytes(width: 3, height: 3, depth: 8, colour: 0, interlaced: true, rows: passes)
        #expect(bytes(try decoded(file)) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(bytes(try decoded(file, reduceBy: 2)) == [3, 5, 8, 9])
    }

    @Test func aPNGThatCannotHoldItsPixelsIsRefusedUnread() throws {
        let file = TestPNG.bytes(width: 20000, height: 19000, depth: 16, colour: 6, interlaced: true, rows: [[0, 0]])
        let error = #expect(throws: PictureError.self) { try decoded(file) }
        #expect(error?.code == .truncated)
    }

    // MARK: TIFF

    @Test func tiffPaletteAndMinIsWhite() throws {
        let tiff = TestTIFF()
        let colours: [Int] = (0..<48).map { index in ((index % 16) * 16 + index / 16) << 8 }
        let indexed = tiff.picture(
            width: 2, height: 1, bits: 4, photometric: 3, more: [(320, 3, 48, tiff.short(colours))], pixels: [0x1F])
        #expect(bytes(try decoded(indexed)) == [16, 17, 18, 240, 241, 242])
        let white = tiff.picture(width: 3, height: 1, bits: 8, photometric: 0, pixels: [0, 200, 255])
        #expect(bytes(try decoded(white)) == [255, 55, 0])
    }

    @Test(arguments: [false, true])
    func tiffNumbersOfEveryKindKeepTheirValues(bigEndian: Bool) throws {
        let tiff = TestTIFF(bigEndian: bigEndian)
        let signed = tiff.picture(
            width: 2, height: 1, bits: 16, format: 2, photometric: 1, pixels: tiff.short([-5, 1234]))
        #expect(samples(try decoded(signed), Float.self) == [-5, 1234])
        let half = tiff.picture(
            width: 2, height: 1, bits: 16, format: 3, photometric: 1,
            pixels: tiff.short([Int(Float16(1.5).bitPattern), Int(Float16(-0.25).bitPattern)]))
        #expect(samples(try decoded(half), Float.self) == [1.5, -0.25])
        let long = tiff.picture(
            width: 1, height: 1, bits: 32, photometric: 1, pixels: tiff.long([70000]))
        #expect(samples(try decoded(long), Float.self) == [70000])
        let double = Double(2.5).bitPattern
        let words = [Int(double >> 32), Int(double & 0xFFFF_FFFF)]
        let real = tiff.picture(
            width: 1, height: 1, bits: 64, format: 3, photometric: 1, pixels: tiff.long(bigEndian ? words : words.reversed()))
        #expect(samples(try decoded(real), Float.self) == [2.5])
    }

    @Test func tiffAlphaAndInksBecomeRGB() throws {
        let tiff = TestTIFF()
        let whole = tiff.picture(
            width: 1, height: 1, bits: 8, photometric: 2, channels: 4, more: [tiff.shorts(338, 2)], pixels: [200, 100, 50, 128])
        #expect(bytes(try decoded(whole)) == [100, 50, 25])
        let inks = tiff.picture(width: 1, height: 1, bits: 8, photometric: 5, channels: 4, pixels: [51, 102, 153, 51])
        #expect(bytes(try decoded(inks)) == [163, 122, 82])
    }

    // MARK: JPEG

    /// 16 x 8 pixels of inks (51, 102, 153, 51) and black, written by Pillow 13 with Adobe's marker.
    private static let inks = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU\
        /8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABcAAAMBAAAAAAAAAAAAAAAAAAcICQr/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AHLE\
        MOjlmIUQWYZ33//Z
        """

    @Test func jpegOfFourInksBecomesRGB() throws {
        var file = try #require(Data(base64Encoded: Self.inks))
        // Pillow's own conversion of both files; the second has Adobe's transform 2, which is YCCK.
        for (transform, wanted) in [(0, [163, 122, 82]), (2, [70, 33, 6])] {
            file[17] = UInt8(transform)
            let picture = try decoded(file)
            #expect(picture.channels == 3)
            let row = withExtendedLifetime(picture) { picture.row(4, as: UInt8.self).map { Int($0) } }
            for channel in 0..<3 {
                #expect(abs(row[6 + channel] - wanted[channel]) <= 2, "transform \(transform)")
                #expect(row[39 + channel] <= 2)
            }
        }
    }
}
