import Foundation
import Pictures
import Raster
import Testing

@Suite struct DamagedRegionTests {
    @Test(arguments: [false, true]) func flippedBitsNeitherCrashNorHang(isProgressive: Bool) throws {
        try TestPictures.inFolder { folder in
            var random = RepeatableNumbers(state: isProgressive ? 7 : 11)
            for (number, sampling) in RegionTests.samplings.enumerated() {
                let whole = TestJPEG(
                    width: 77, height: 83, sampling: sampling, isProgressive: isProgressive, restart: number % 2 * 4
                ).bytes()
                for round in 0..<60 {
                    var bytes = round % 5 == 0 ? Array(whole.prefix(Int(random.next() % UInt64(whole.count)))) : whole
                    for _ in 0..<(round % 6) where !bytes.isEmpty {
                        // Half of the flips go where the headers are.
                        let range = random.next() % 2 == 0 ? bytes.count : min(bytes.count, 420)
                        bytes[Int(random.next() % UInt64(range))] ^= UInt8(1 << (random.next() % 8))
                    }
                    try use(bytes, at: folder + "/a.jpg")
                }
            }
        }
    }

    @Test func otherFormatsDamaged() throws {
        try TestPictures.inFolder { folder in
            var random = RepeatableNumbers(state: 5)
            let picture = TestPictures.pattern(77, 83, channels: 3)
            try RasterWriter.png(picture, path: folder + "/a")
            try RasterWriter.tiff(picture, path: folder + "/b", compression: .lzw)
            try RasterWriter.tiff(picture.converted(to: .u16), path: folder + "/c", compression: .deflate, tileSide: 16)
            try RasterWriter.tiff(picture, path: folder + "/d", planar: true)
            for name in ["a", "b", "c", "d"] {
                let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
                for round in 0..<100 {
                    var bytes = round % 5 == 0 ? Array(whole.prefix(Int(random.next() % UInt64(whole.count)))) : whole
                    for _ in 0..<(round % 6) where !bytes.isEmpty {
                        bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
                    }
                    try use(bytes, at: folder + "/changed")
                }
            }
        }
    }

    @Test func aPartBehindTheBreakIsAnErrorOrCountsAsDamaged() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a"
            let picture = TestPictures.pattern(200, 400, channels: 3)
            let writers: [(String) throws -> Void] = [
                { try RasterWriter.jpeg(picture, quality: 90, path: $0) }, { try RasterWriter.png(picture, path: $0) },
                { try RasterWriter.tiff(picture, path: $0, compression: .lzw) },
            ]
            for write in writers {
                try write(path)
                let facts = try PictureFile.facts(path: path)
                let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                let region = PixelRegion(x: 50, y: 350, width: 40, height: 40)
                #expect(try PictureFile.region(path: path, facts: facts, region: region).warnings == 0)
                try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
                do {
                    #expect(try PictureFile.region(path: path, facts: facts, region: region).warnings > 0)
                } catch is PictureError {}
            }
        }
    }

    /// Everything that is done with a file to be drawn on or cut; only a `PictureError` may come of it.
    private func use(_ bytes: [UInt8], at path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do {
            let facts = try PictureFile.facts(path: path, limitMegapixels: 2)
            let size = facts.uprightSize
            for (part, factor) in [(1, 1), (2, 1), (5, 4)] {
                let region = PixelRegion(
                    x: size.width / (part + 1), y: size.height * part / (part + 1), width: max(1, size.width / 3),
                    height: max(1, size.height / 9))
                if let region = region.within(size) {
                    _ = try? PictureFile.region(path: path, facts: facts, region: region, reduceBy: factor)
                }
            }
            _ = try PictureFile.canvas(path: path, facts: facts)
        } catch is PictureError {
        }
    }
}

/// The same numbers on every run (Steele, Lea and Flood's SplitMix64).
struct RepeatableNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
