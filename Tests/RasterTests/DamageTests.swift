import Foundation
import Raster
import Testing

@Suite struct DamageTests {
    @Test func aFileCutShortIsFoundByItsStructure() throws {
        try TestPictures.inFolder { folder in
            for path in try TestPictures.samples(in: folder) {
                let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                let format = try #require(try RasterReader.sniff(path: path))
                let facts = try RasterReader.facts(path: path, format: format)
                let cut = URL(fileURLWithPath: "\(folder)/cut")
                for part in 1..<40 {
                    try whole.prefix(whole.count * part / 40).write(to: cut)
                    #expect(throws: PictureError.self, "\(path) cut to \(part)/40") {
                        try RasterReader.checkComplete(path: cut.path, facts: facts)
                    }
                    use(cut.path)
                }
                try whole.dropLast(1).write(to: cut)
                #expect(throws: PictureError.self, "\(path) without its last byte") {
                    try RasterReader.checkComplete(path: cut.path, facts: facts)
                }
            }
        }
    }

    @Test func flippedBitsNeitherCrashNorHang() throws {
        try TestPictures.inFolder { folder in
            var random = SplitMix(state: 20_240_309)
            for path in try TestPictures.samples(in: folder) {
                let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                let changed = URL(fileURLWithPath: "\(folder)/changed")
                for round in 0..<150 {
                    var bytes = [UInt8](whole)
                    for _ in 0..<(1 + round % 8) {
                        // Half of the flips go where the headers are.
                        let range = random.next() % 2 == 0 ? bytes.count : min(bytes.count, 400)
                        bytes[Int(random.next() % UInt64(range))] ^= UInt8(1 << (random.next() % 8))
                    }
                    try Data(bytes).write(to: changed)
                    use(changed.path)
                }
            }
        }
    }

    /// Everything that is done with a file; only a `PictureError` may come of it.
    private func use(_ path: String) {
        do {
            guard let format = try RasterReader.sniff(path: path), format != .fits else { return }
            let facts = try RasterReader.facts(path: path, format: format, limitMegapixels: 2)
            _ = try RasterReader.decode(path: path, facts: facts)
            try RasterReader.checkComplete(path: path, facts: facts)
        } catch is PictureError {
        } catch {
            Issue.record("\(error)")
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
