import FITS
import Foundation
import Testing

@Suite struct TableTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func everyColumnComesBack() throws {
        var table = FITSTable(
            columns: [
                FITSColumn(name: "X", unit: "pix", values: .numbers([1.5, -2.25, .nan])),
                FITSColumn(name: "FLUX", storage: .float, values: .numbers([0.1, 1e30, 3])),
                FITSColumn(name: "N", storage: .int32, values: .numbers([1, -7, 2_000_000_000])),
                FITSColumn(name: "ID", storage: .int64, values: .numbers([9_007_199_254_740_991, 0, -5])),
                FITSColumn(name: "S", storage: .int16, values: .numbers([-32767, 0, .nan])),
                FITSColumn(name: "B", storage: .byte, values: .numbers([0, 128, 254])),
                FITSColumn(name: "NAME", storage: .text, repeatCount: 8, values: .strings(["Vega", "", "Aldebaran"])),
                FITSColumn(name: "PAIR", repeatCount: 2, values: .numbers([1, 2, 3, 4, 5, 6])),
                FITSColumn(name: "OK", storage: .logical, values: .numbers([1, 0, 1])),
            ],
            header: FITSHeader(cards: [FITSCard("EXTNAME", "STARS")]), primary: FITSHeader(cards: [FITSCard("IMAGEW", 100)]),
            rowCount: 3)
        let path = scratch.path("t.fits")
        try table.write(path: path)
        var back = try FITSTable(path: path)
        #expect(back.rowCount == 3 && back.header.string("EXTNAME") == "STARS" && back.primary.integer("IMAGEW") == 100)
        #expect(back.columns.map(\.name) == table.columns.map(\.name) && back.columns[0].unit == "pix")
        #expect(back["x"]?[1] == -2.25 && back["X"]?[2].isNaN == true)
        #expect(back["FLUX"] == [Double(Float(0.1)), Double(Float(1e30)), 3])
        #expect(back["N"] == [1, -7, 2_000_000_000] && back["ID"] == [9_007_199_254_740_991, 0, -5])
        #expect(back["S"]?[0] == -32767 && back["S"]?[2].isNaN == true && back["B"] == [0, 128, 254])
        #expect(back.columns[6].values == .strings(["Vega", "", "Aldebara"]))
        #expect(back["PAIR"] == [1, 2, 3, 4, 5, 6] && back["OK"] == [1, 0, 1])
        try back.replace("X", with: [7, 8, 9])
        try back.write(path: path)
        table = try FITSTable(path: path)
        #expect(table["X"] == [7, 8, 9] && table["NAME"] == nil)
        #expect(throws: FITSError.self) { try table.replace("NO", with: [1]) }
        #expect(throws: FITSError.self) { try table.replace("X", with: [1]) }
        #expect(throws: FITSError.self) { try FITSTable(path: path, hdu: 0) }
        #expect(throws: FITSError.self) { try FITSTable(path: path, hdu: 2) }
    }

    @Test func noRows() throws {
        let path = scratch.path("t.fits")
        try FITSTable(columns: [FITSColumn(name: "X", values: .numbers([]))], rowCount: 0).write(path: path)
        #expect(try FITSTable(path: path)["X"] == [])
    }
}
