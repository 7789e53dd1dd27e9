import Foundation
import Raster
import Testing

@Suite struct WebPReadingTests {
    /// Smooth enough that a lossy coder keeps it to a few levels.
    private func picture(_ width: Int, _ height: Int) -> PixelBuffer {
        let picture = PixelBuffer(size: PixelSize(width: width, height: height), channels: 3, sample: .u8)
        for y in 0..<height {
            let row = picture.row(y, as: UInt8.self)
            for x in 0..<width {
                (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = (UInt8(40 + x), UInt8(60 + y), UInt8(100 + (x + y) / 2))
            }
        }
        return picture
    }

    @Test func whatWasWrittenIsReadAgain() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.webp"
            let written = picture(90, 70)
            try PictureOutput.write(written, to: path, as: .webp, settings: OutputSettings(quality: 95))
            #expect(try RasterReader.sniff(path: path) == .webp)
            let facts = try RasterReader.facts(path: path, format: .webp)
            #expect(facts.size == written.size && facts.channels == 3 && facts.fileExtension == "webp")
            try RasterReader.checkComplete(path: path, facts: facts)
            let read = try RasterReader.decode(path: path, facts: facts)
            let worst = withExtendedLifetime((read, written)) {
                zip(read.samples(as: UInt8.self), written.samples(as: UInt8.self)).map { abs(Int($0) - Int($1)) }.max()
            }
            #expect(try #require(worst) <= 12)
            let canvas = try #require(try RasterReader.canvas(path: path, facts: facts))
            for y in 0..<70 {
                for x in 0..<90 {
                    for channel in 0..<3 {
                        #expect(canvas.rowPointer(y)[4 * x + 2 - channel] == read.row(y, as: UInt8.self)[3 * x + channel])
                    }
                }
            }
            let region = PixelRegion(x: 11, y: 23, width: 30, height: 20)
            let part = try RasterReader.decode(path: path, facts: facts, region: region, reduceBy: 1)
            let expected = read.cropped(to: region)
            withExtendedLifetime((part, expected)) { #expect(part.bytes.elementsEqual(expected.bytes)) }
            #expect(throws: PictureError.self) { try RasterReader.facts(path: path, format: .webp, limitMegapixels: 0) }
        }
    }

    @Test func damageIsAnErrorAndNoCrash() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.webp"
            try PictureOutput.write(picture(90, 70), to: path, as: .webp, settings: OutputSettings(quality: 80))
            let facts = try RasterReader.facts(path: path, format: .webp)
            let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            var random = SplitMix(state: 99)
            for round in 0..<300 {
                var bytes = round % 3 == 0 ? Array(whole.prefix(Int(random.next() % UInt64(whole.count)))) : whole
                if round % 3 == 0 {
                    try Data(bytes).write(to: URL(fileURLWithPath: path))
                    #expect(throws: PictureError.self) { try RasterReader.checkComplete(path: path, facts: facts) }
                }
                for _ in 0..<round % 4 where !bytes.isEmpty {
                    bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
                }
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                do {
                    let facts = try RasterReader.facts(path: path, format: .webp, limitMegapixels: 2)
                    _ = try RasterReader.decode(path: path, facts: facts)
                } catch is PictureError {}
            }
        }
    }
}
