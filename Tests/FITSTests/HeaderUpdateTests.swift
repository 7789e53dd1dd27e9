import FITS
import Foundation
import Testing

@Suite struct HeaderUpdateTests {
    /// However many cards there are before and after: what follows the header begins at a block, and is the same to the bit.
    @Test(arguments: [0, 1, 20, 27, 28, 29, 34, 35, 36, 64, 70])
    func whatFollowsTheHeaderStays(count: Int) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "update-\(UUID().uuidString).fits")
        defer { try? FileManager.default.removeItem(at: file) }
        let others = (0..<count).map { FITSCard("OTHER\($0)", .integer($0)) }
        try FITSImageWriter.write(
            path: file.path, width: 7, height: 5, planes: 1, sample: .u8, cards: others + [FITSCard("CRVAL1", 1.0), FITSCard("CROTA2", 2.0)]
        ) { _, row, out in
            for column in 0..<7 { out.storeBytes(of: UInt8(row * 7 + column), toByteOffset: column, as: UInt8.self) }
        }
        let before = try Data(contentsOf: file)
        for more in [1, 3, 12, 40] {
            let cards = [FITSCard("CRVAL1", 123.5)] + (0..<more).map { FITSCard("A_\($0)_1", .real(Double($0))) }
            try FITSHeaderUpdate.change(file.path, to: cards) { $0 == "CROTA2" || $0.hasPrefix("A_") }
            let after = try Data(contentsOf: file)
            #expect(after.count % 2880 == 0)
            #expect(after.suffix(2880) == before.suffix(2880))
            let header = try FITSHeader(parsing: after)
            #expect(header.double("CRVAL1") == 123.5 && header["CROTA2"] == nil)
            #expect(header.cards.filter { $0.keyword.hasPrefix("A_") }.count == more)
            #expect(header.cards.filter { $0.keyword.hasPrefix("OTHER") }.count == count)
            // The last block of the header has its END: no blank one after it.
            let lastBlock = after.dropLast(2880).suffix(2880)
            #expect(String(decoding: lastBlock, as: UTF8.self).contains("END     "))
        }
    }

    @Test func whatIsNoPlainFITSIsRefused() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "update-\(UUID().uuidString).fits")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("no FITS".utf8).write(to: file)
        #expect(throws: FITSError.self) { try FITSHeaderUpdate.change(file.path, to: []) { _ in false } }
        #expect(try Data(contentsOf: file) == Data("no FITS".utf8))
    }
}
