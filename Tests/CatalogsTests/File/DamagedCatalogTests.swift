import Catalogs
import Foundation
import Sky
import Testing

@Suite struct DamagedCatalogTests {
    @Test func saysWhatIsWrong() throws {
        let folder = try TestCatalog()
        func message() -> String {
            do {
                _ = try CatalogFile(path: folder.path)
                return "opened"
            } catch { return "\(error)" }
        }
        #expect(message().contains("is not there"))
        try folder.put([])
        #expect(message().contains("is empty"))
        try folder.put(Array("SIMPLE  =                    T".utf8))
        #expect(message().contains("is no catalogue"))
        _ = try folder.write(.small)
        let whole = try folder.bytes
        var other = whole
        other[8] = 99
        try folder.put(other)
        #expect(message().contains("version 99") && message().contains("import it again"))
        try folder.put(Array(whole.dropLast(8)))
        #expect(message().contains("is damaged"))
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect(message().contains("is no file"))
    }

    @Test func refusesEveryShortenedFile() throws {
        let folder = try TestCatalog()
        _ = try folder.write(.small)
        let whole = try folder.bytes
        for length in 0..<whole.count {
            try folder.put(Array(whole.prefix(length)))
            #expect(throws: CatalogError.self) { try CatalogFile(path: folder.path) }
        }
        try folder.put(whole + [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(throws: CatalogError.self) { try CatalogFile(path: folder.path) }
    }

    @Test func refusesEveryFlippedBit() throws {
        let folder = try TestCatalog()
        _ = try folder.write(.small)
        let whole = try folder.bytes
        var random = Seeded(3)
        for index in whole.indices {
            var damaged = whole
            damaged[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
            try folder.put(damaged)
            #expect(throws: CatalogError.self) { try CatalogFile(path: folder.path) }
        }
    }

    /// What a checksum cannot keep out must not bring the program down, whatever it then answers.
    @Test func survivesNonsenseWithARightChecksum() throws {
        let folder = try TestCatalog()
        _ = try folder.write(.small)
        let whole = try folder.bytes
        var random = Seeded(4)
        var opened = 0
        for _ in 0..<1500 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 24..<whole.count, using: &random)
                damaged[index] =
                    [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
            }
            let sum = Self.checksum(Array(damaged[24...]))
            damaged.replaceSubrange(16..<24, with: withUnsafeBytes(of: sum.littleEndian) { Array($0) })
            try folder.put(damaged)
            guard let file = try? CatalogFile(path: folder.path) else { continue }
            opened += 1
            let centre = random.position()
            _ = file.stars(within: 60, of: centre, brighterThan: 10)
            _ = file.deepSky(within: 180, of: centre)
            for name in ["M 31", "Orion", "HD 48915", "Betelgeuze", "a", "51 Peg", "ghost"] { _ = file.search(name: name) }
        }
        #expect(opened > 250)
    }

    /// As the file format has it.
    private static func checksum(_ bytes: [UInt8]) -> UInt64 {
        let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
        let words = stride(from: 0, to: bytes.count, by: 8).map { start in
            (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) }
        }
        var lanes: [UInt64] = [1, 2, 3, 4]
        for (index, word) in words.enumerated() {
            let lane = index < words.count / 4 * 4 ? index % 4 : 0
            let product = (lanes[lane] ^ word) &* multiplier
            lanes[lane] = product ^ (product >> 29)
        }
        return [lanes[1], lanes[2], lanes[3], UInt64(bytes.count)].reduce(lanes[0]) { ($0 ^ $1) &* multiplier ^ ($0 >> 31) }
    }
}
