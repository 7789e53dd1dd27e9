import FITS
import Foundation
import Testing

@Suite struct HeaderTests {
    private func header(_ lines: String...) throws -> FITSHeader {
        try FITSHeader(parsing: Data(lines.map { $0.padding(toLength: 80, withPad: " ", startingAt: 0) }.joined().utf8))
    }

    @Test func valuesOfEveryKind() throws {
        let header = try header(
            "SIMPLE  =                    T / yes", "BITPIX  =                  -32", "CRVAL1  =   1.5D-3 / Fortran",
            "NAME    = 'O''Neill  '         / quoted 'slash' / here", "EMPTY   = ''",
            "NOTHING =                      / undefined",
            "COMMENT   text = 'no value'", "HIERARCH ESO TEL  ALT = 12.5 / high", "ODD     = nan", "INT     = +7", "END",
            "AFTER   = 1")
        #expect(header.logical("SIMPLE") == true && header.integer("BITPIX") == -32)
        #expect(header.double("CRVAL1") == 0.0015 && header.double("BITPIX") == -32)
        #expect(header.string("NAME") == "O'Neill" && header.string("EMPTY") == "")
        #expect(header.cards.first { $0.keyword == "NAME" }?.comment == "quoted 'slash' / here")
        #expect(header["NOTHING"] == nil && header["ODD"] == nil && header.integer("INT") == 7)
        #expect(header.double("ESO TEL ALT") == 12.5 && header["AFTER"] == nil)
        #expect(header.cards.first { $0.keyword == "COMMENT" }?.comment == "  text = 'no value'")
    }

    @Test func continuedString() throws {
        let header = try header("LONG    = 'first &'", "CONTINUE  'second &'", "CONTINUE  'third' / end", "NEXT    = 1", "END")
        #expect(header.string("LONG") == "first second third" && header.integer("NEXT") == 1)
        #expect(header.cards.count == 2)
    }

    @Test func everythingComesBack() throws {
        var random = Seeded(1)
        var header = FITSHeader()
        for index in 0..<200 {
            header.set(
                "R\(index)", .real(Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random)).finite), comment: "c")
        }
        header.set("MIN", .integer(.min))
        header.set("TINY", .real(.leastNonzeroMagnitude))
        header.set("THIRD", .real(1.0 / 3), comment: String(repeating: "long ", count: 30))
        header.set("QUOTES", .string(String(repeating: "it's '' / & ", count: 20) + "&"))
        header.set("WORD", "a", comment: "short")
        header.set("ESO DET CHIP1 NAME", "x", comment: "hierarch")
        header.cards.append(FITSCard("HISTORY", nil, comment: String(repeating: "0123456789", count: 20)))
        let data = header.serialized()
        #expect(data.count % 2880 == 0 && data.allSatisfy { (0x20...0x7e).contains($0) })
        let back = try FITSHeader(parsing: data)
        for card in header.cards where card.keyword != "HISTORY" {
            #expect(back[card.keyword] == card.value, "\(card)")
        }
        #expect(back.cards.filter { $0.keyword == "HISTORY" }.compactMap(\.comment).joined().count == 200)
    }

    @Test func setAndRemove() {
        var header = FITSHeader(cards: [FITSCard("a", 1, comment: "kept")])
        header.set("A", 2)
        header.set("b", "x")
        #expect(header.cards == [FITSCard("A", 2, comment: "kept"), FITSCard("B", "x")])
        header.remove("a")
        #expect(header.cards == [FITSCard("B", "x")])
    }

    @Test func noHeaders() {
        #expect(throws: FITSError.self) { try FITSHeader(parsing: Data()) }
        #expect(throws: FITSError.self) { try FITSHeader(parsing: Data(repeating: 0xff, count: 2880)) }
    }
}

extension Double {
    fileprivate var finite: Double { isFinite ? self : 1.25 }
}
