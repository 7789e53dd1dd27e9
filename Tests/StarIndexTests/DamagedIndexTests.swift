import Foundation
import Sky
import StarIndex
import Testing

@Suite(.enabled(if: Fixture.folder != nil, "needs Debian's astrometry-data-tycho2"))
struct DamagedIndexTests {
    private func message(for data: Data) throws -> String {
        try TemporaryFile.with(data) { path in
            do {
                _ = try StarIndexFile(path: path)
                return "opened"
            } catch let error as StarIndexError {
                return error.message
            }
        }
    }

    @Test func problemsAreNamed() throws {
        let index = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("19")))
        #expect(try message(for: index.prefix(100_000)).contains("cut short"))
        #expect(try message(for: index.prefix(5000)).contains("cut short"))
        #expect(try message(for: Data()).contains("empty"))
        #expect(try message(for: Data("hello".utf8)).contains("not a FITS file"))
        #expect(try message(for: index.prefix(8640)).contains("not an astrometry.net index"))
        #expect(try message(for: index.prefix(72_000)).contains("lacks its table \"kdtree_header_stars\""))
        #expect(throws: StarIndexError.self) { try StarIndexFile(path: "/nowhere/index.fits") }
        #expect(throws: StarIndexError.self) { try StarIndexFile(path: "/dev/null") }
    }

    @Test func cutAnywhereIsFound() throws {
        let index = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("19")))
        // What follows the star positions may be missing (no magnitudes), what comes before may not.
        for length in stride(from: 0, to: 115_000, by: 1777) {
            #expect(try message(for: index.prefix(length)) != "opened", "\(length) bytes")
        }
    }

    /// Damaged copies, 10,000 where `ASTROBASE_LONG` asks for them: each is refused with a reason or read to its end. Fixed seed.
    @Test func mutationsNeverCrash() throws {
        let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Fixture.path("19"))))
        let digits = original.indices.filter { original[$0] >= 48 && original[$0] <= 57 && $0 % 80 >= 8 && $0 % 80 < 30 }
        var random = SplitMix(state: 20_191_119)
        var (opened, refused) = (0, 0)
        for round in 0..<(ProcessInfo.processInfo.environment["ASTROBASE_LONG"] == nil ? 1000 : 10_000) {
            var bytes = original
            switch round % 4 {
            case 0:  // bits anywhere
                for _ in 0..<Int.random(in: 1...200, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            case 1:  // numbers in headers
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    bytes[digits.randomElement(using: &random) ?? 0] = UInt8.random(in: 45...57, using: &random)
                }
            case 2:  // cut
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            default:  // the tree's own tables filled with noise
                let start = [83_520, 89_280, 95_040, 100_800, 118_080].randomElement(using: &random) ?? 0
                for i in start..<start + 200 { bytes[i] = UInt8.random(in: 0...255, using: &random) }
            }
            try TemporaryFile.with(Data(bytes)) { path in
                do {
                    let file = try StarIndexFile(path: path)
                    #expect(file.allStars.count == file.info.stars)
                    #expect(file.stars(within: 40, of: SkyPosition(ra: 10, dec: 20)).count <= file.info.stars * 64)
                    opened += 1
                    let features = try file.features()
                    for corner in 0..<20 {
                        features.forEachFeature(near: SIMD8(repeating: Float(corner) / 20), within: 0.1) { row in
                            for number in 0..<features.size {
                                guard let star = features.star(number, ofFeature: row) else { continue }
                                _ = (features.direction(ofStar: star), features.rank(ofStar: star), features.magnitude(ofStar: star))
                            }
                        }
                    }
                } catch is StarIndexError {
                    refused += 1
                }
            }
        }
        #expect(opened > 100 && refused > 100, "opened \(opened), refused \(refused)")
    }
}

/// A small generator with a fixed seed (splitmix64, Steele, Lea and Flood 2014).
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
