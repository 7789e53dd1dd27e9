import FITS
import Foundation
import Testing

/// No file may crash or hang the reader; what cannot be read gives a FITSError.
@Suite struct HostileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func expectRefused(_ data: Data, _ comment: Comment) throws {
        let path = try scratch.write(data, "a.fits")
        #expect(throws: FITSError.self, comment) { try MadeFITS.read(path) }
    }

    @Test func lies() throws {
        let pixels = [UInt8](repeating: 1, count: 6)
        try expectRefused(Data(), "empty")
        try expectRefused(Data("SIMPLE  =                    T".utf8), "short")
        try expectRefused(Data(repeating: 32, count: 28800), "blank")
        try expectRefused(MadeFITS.image(bitpix: 8, [100_000, 100_000], pixels), "too large for the file")
        try expectRefused(MadeFITS.image(bitpix: 8, [Int.max, Int.max], pixels), "overflowing")
        try expectRefused(MadeFITS.image(bitpix: 8, [-3, -2], pixels), "negative")
        try expectRefused(MadeFITS.image(bitpix: 7, [3, 2], pixels), "BITPIX 7")
        try expectRefused(MadeFITS.image(bitpix: 8, [6], pixels), "one axis")
        try expectRefused(MadeFITS.image(bitpix: 8, [3, 0], []), "no rows")
        try expectRefused(MadeFITS.image(bitpix: 8, [1, 1, 2, 3], pixels), "four axes")
        let good = MadeFITS.image(bitpix: 16, [300, 20], [UInt8](repeating: 1, count: 12000))
        for length in stride(from: 0, to: 2880 + 12000, by: 997) { try expectRefused(good.prefix(length), "cut at \(length)") }
    }

    @Test func mutatedImages() throws {
        let image = MadeFITS.image(
            bitpix: 16, [30, 20, 3], (0..<3600).map { UInt8($0 % 251) },
            [FITSCard("BZERO", 32768), FITSCard("BSCALE", 1), FITSCard("BLANK", 3)])
        try fuzz([image], count: 700, seed: 21)
    }

    @Test func mutatedTables() throws {
        let path = scratch.path("t.fits")
        try FITSTable(
            columns: [
                FITSColumn(name: "X", values: .numbers((0..<40).map(Double.init))),
                FITSColumn(name: "N", storage: .int32, values: .numbers((0..<40).map(Double.init))),
                FITSColumn(name: "T", storage: .text, repeatCount: 5, values: .strings((0..<40).map(String.init))),
            ], rowCount: 40
        ).write(path: path)
        try fuzz([Data(contentsOf: URL(filePath: path))], count: 500, seed: 22)
    }

    @Test func mutatedCompressedImages() throws {
        let files = try CompressedSamples.all()
        try fuzz(files, count: 1000, seed: 23)
    }

    private func fuzz(_ originals: [Data], count: Int, seed: UInt64) throws {
        var random = Seeded(seed)
        for index in 0..<count {
            let data = Mutation.apply(to: originals[index % originals.count], using: &random)
            let path = try scratch.write(data, "m.fits")
            for attempt in [{ _ = try MadeFITS.read(path) }, { _ = try FITSTable(path: path) }] as [() throws -> Void] {
                do { try attempt() } catch is FITSError {}
            }
        }
    }
}
