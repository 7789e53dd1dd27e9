import Foundation

extension FITSTable {
    /// Writes an empty primary unit with the cards of `primary`, then the table. A file of this name is replaced.
    ///
    /// - Throws: `FITSError` where a column has not `rowCount` rows, or the disk says no.
    public func write(path: String) throws {
        for column in columns where column.valueCount != rowCount {
            throw FITSError("\(path): column \(column.name) does not have \(rowCount) rows")
        }
        let output = try FITSOutput(path: path)
        let opening = [
            FITSCard("SIMPLE", true, comment: "conforms to FITS standard"), FITSCard("BITPIX", 8),
            FITSCard("NAXIS", 0), FITSCard("EXTEND", true, comment: "the table follows"),
        ]
        try output.write(FITSHeader(cards: opening + FITSLayout.without(primary.cards)).serialized())
        try output.write(tableHeader().serialized())
        for row in 0..<rowCount {
            for column in columns { try output.write(column.bytes(row: row)) }
        }
        try output.pad()
        try output.finish()
    }

    private func tableHeader() -> FITSHeader {
        var cards = [
            FITSCard("XTENSION", "BINTABLE", comment: "binary table"), FITSCard("BITPIX", 8), FITSCard("NAXIS", 2),
            FITSCard("NAXIS1", .integer(columns.reduce(0) { $0 + $1.width }), comment: "bytes per row"),
            FITSCard("NAXIS2", .integer(rowCount), comment: "rows"), FITSCard("PCOUNT", 0), FITSCard("GCOUNT", 1),
            FITSCard("TFIELDS", .integer(columns.count), comment: "columns"),
        ]
        for (index, column) in columns.enumerated() {
            cards.append(FITSCard("TTYPE\(index + 1)", .string(column.name)))
            cards.append(FITSCard("TFORM\(index + 1)", .string("\(column.repeatCount)\(column.storage.rawValue)")))
            if let unit = column.unit { cards.append(FITSCard("TUNIT\(index + 1)", .string(unit))) }
            if let null = column.null { cards.append(FITSCard("TNULL\(index + 1)", .integer(null))) }
        }
        return FITSHeader(cards: cards + FITSLayout.without(header.cards, tableKeywords: true))
    }
}

extension FITSColumn {
    var width: Int {
        repeatCount * (TableForm("1\(storage.rawValue)")?.width ?? 1)
    }

    /// Rows, or −1 where the values do not fill whole rows.
    var valueCount: Int {
        switch values {
        case .strings(let texts): storage == .text ? texts.count : -1
        case .numbers(let numbers):
            storage == .text || repeatCount < 1 || numbers.count % repeatCount != 0 ? -1 : numbers.count / repeatCount
        }
    }

    /// What stands for "undefined" in a column of integers, where a value of it is.
    var null: Int? {
        guard case .numbers(let numbers) = values, numbers.contains(where: { !$0.isFinite }) else { return nil }
        switch storage {
        case .byte: return 255
        case .int16: return Int(Int16.min)
        case .int32: return Int(Int32.min)
        case .int64: return Int.min
        case .float, .double, .text, .logical: return nil
        }
    }

    /// One row, big-endian.
    func bytes(row: Int) -> [UInt8] {
        switch values {
        case .strings(let texts):
            let text = Array(texts[row].utf8.prefix(repeatCount))
            return text + repeatElement(UInt8(ascii: " "), count: repeatCount - text.count)
        case .numbers(let numbers):
            return numbers[row * repeatCount..<(row + 1) * repeatCount].flatMap(bytes(of:))
        }
    }

    private func bytes(of number: Double) -> [UInt8] {
        switch storage {
        case .double: Self.bigEndian(number.bitPattern)
        case .float: Self.bigEndian(Float(number).bitPattern)
        case .int64: Self.bigEndian(Self.integer(number, Int64.min))
        case .int32: Self.bigEndian(Self.integer(number, Int32.min))
        case .int16: Self.bigEndian(Self.integer(number, Int16.min))
        case .byte: [Self.integer(number, UInt8.max)]
        case .logical: [UInt8(ascii: number != 0 ? "T" : "F")]
        case .text: []
        }
    }

    /// Rounded and held to what the type can hold.
    private static func integer<T: FixedWidthInteger>(_ number: Double, _ null: T) -> T {
        guard number.isFinite else { return null }
        return T(exactly: number.rounded()) ?? (number < 0 ? T.min : T.max)
    }

    private static func bigEndian<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
