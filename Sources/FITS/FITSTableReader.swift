import CFITSIO
import Foundation

/// Reads a binary table column by column.
enum FITSTableReader {
    typealias Contents = (
        columns: [FITSColumn], header: FITSHeader, primary: FITSHeader, rowCount: Int, skipped: [String]
    )

    static func read(path: String, hdu: Int) throws -> Contents {
        var primary = FITSHeader()
        var found: FITSUnit?
        try FITSUnits.walk(path: path) { unit in
            if unit.number == 0 { primary = unit.header }
            if unit.number == hdu { found = unit }
            return unit.number >= hdu
        }
        func wrong(_ what: String) -> FITSError { FITSError("\(path): table in unit \(hdu): \(what)") }
        guard let unit = found else { throw FITSError("\(path): has no unit \(hdu)") }
        guard unit.header.string("XTENSION") == "BINTABLE", unit.axes.count == 2, unit.bitpix == 8 else {
            throw wrong("it is not a binary table")
        }
        let forms = try TableForm.all(in: unit.header, wrong: wrong)
        guard forms.reduce(0, { $0 + $1.width }) == unit.axes[0] else { throw wrong("its columns do not fill its rows") }
        let file = try CFITSIOFile(path: path, hdu: hdu)
        var columns: [FITSColumn] = []
        var skipped: [String] = []
        for (index, form) in forms.enumerated() {
            let name = unit.header.string("TTYPE\(index + 1)") ?? "COL\(index + 1)"
            guard let storage = FITSColumn.Storage(rawValue: form.code) else {
                skipped.append(name)
                continue
            }
            let values =
                try storage == .text
                ? texts(file, index, form, rows: unit.axes[1]) : numbers(file, index, form, rows: unit.axes[1])
            columns.append(
                FITSColumn(
                    name: name, unit: unit.header.string("TUNIT\(index + 1)"),
                    storage: isScaled(unit.header, index) ? .double : storage, repeatCount: form.repeatCount, values: values))
        }
        let header = FITSHeader(cards: FITSLayout.without(unit.header.cards, tableKeywords: true))
        return (columns, header, FITSHeader(cards: FITSLayout.without(primary.cards)), unit.axes[1], skipped)
    }

    /// Scaled integers need not fit their storage once scaled, so such a column is written as Double.
    private static func isScaled(_ header: FITSHeader, _ index: Int) -> Bool {
        (header.double("TSCAL\(index + 1)") ?? 1) != 1 || (header.double("TZERO\(index + 1)") ?? 0) != 0
    }

    private static func numbers(_ file: CFITSIOFile, _ index: Int, _ form: TableForm, rows: Int) throws -> FITSColumn.Values {
        let count = form.repeatCount * rows
        guard count > 0 else { return .numbers([]) }
        var numbers = [Double](repeating: 0, count: count)
        var blank = Double.nan
        var anyBlank: Int32 = 0
        if form.code == "L" {
            var flags = [CChar](repeating: 0, count: count)
            try file.use("read column \(index + 1) of") { ffgcl($0, Int32(index + 1), 1, 1, Int64(count), &flags, &$1) }
            return .numbers(flags.map(Double.init))
        }
        try file.use("read column \(index + 1) of") {
            ffgcv($0, TDOUBLE, Int32(index + 1), 1, 1, Int64(count), &blank, &numbers, &anyBlank, &$1)
        }
        return .numbers(numbers)
    }

    private static func texts(_ file: CFITSIOFile, _ index: Int, _ form: TableForm, rows: Int) throws -> FITSColumn.Values {
        let count = form.repeatCount * rows
        guard count > 0 else { return .strings(Array(repeating: "", count: rows)) }
        var bytes = [UInt8](repeating: 0, count: count)
        // As bytes: reading them as strings would take an array of pointers to buffers.
        for row in 0..<rows {
            try bytes.withUnsafeMutableBytes { buffer in
                let start = buffer.baseAddress?.advanced(by: row * form.repeatCount).assumingMemoryBound(to: UInt8.self)
                try file.use("read column \(index + 1) of") {
                    ffgtbb($0, Int64(row + 1), Int64(offset(of: index, $0)), Int64(form.repeatCount), start, &$1)
                }
            }
        }
        let strings = (0..<rows).map { row in
            let text = bytes[row * form.repeatCount..<(row + 1) * form.repeatCount].prefix { $0 != 0 }
            return String(decoding: text, as: UTF8.self).trimmingSuffix(" ")
        }
        return .strings(strings)
    }

    /// First byte (from 1) of a column in its row, as cfitsio worked it out.
    private static func offset(of index: Int, _ file: UnsafeMutablePointer<fitsfile>) -> Int {
        guard let columns = file.pointee.Fptr.pointee.tableptr else { return 1 }
        return Int(columns[index].tbcol) + 1
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
