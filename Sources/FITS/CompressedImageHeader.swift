/// The header of a tile-compressed image (FITS standard 4.0, section 10.1), checked: cfitsio trusts these keywords.
struct CompressedImageHeader {
    let axes: [Int]
    let bitpix: Int
    /// Pixels of a whole tile.
    let tilePixels: Int
    /// The image's own cards with the plain names (NAXIS1 for ZNAXIS1).
    let imageHeader: FITSHeader

    private static let methods: Set<String> = ["RICE_1", "RICE_ONE", "GZIP_1", "GZIP_2", "PLIO_1", "HCOMPRESS_1", "NOCOMPRESS"]
    /// A tile is unpacked as a whole.
    private static let mostTilePixels = 1 << 29

    init(_ unit: FITSUnit, path: String) throws {
        func wrong(_ what: String) -> FITSError { FITSError("\(path): compressed image in unit \(unit.number): \(what)") }
        let header = unit.header
        guard header.string("XTENSION") == "BINTABLE", unit.axes.count == 2, unit.bitpix == 8 else {
            throw wrong("it is not in a binary table")
        }
        guard let method = header.string("ZCMPTYPE"), Self.methods.contains(method) else {
            throw wrong("compression \(header.string("ZCMPTYPE") ?? "?") is not known")
        }
        guard let bitpix = header.integer("ZBITPIX"), [8, 16, 32, 64, -32, -64].contains(bitpix) else {
            throw wrong("ZBITPIX is missing or wrong")
        }
        guard let count = header.integer("ZNAXIS"), (1...6).contains(count) else { throw wrong("ZNAXIS is missing or wrong") }
        var axes: [Int] = []
        var tilePixels = 1
        var tiles = 1
        for axis in 1...count {
            guard let length = header.integer("ZNAXIS\(axis)"), (1...1 << 24).contains(length) else {
                throw wrong("ZNAXIS\(axis) is missing or wrong")
            }
            let tile = header.contains("ZTILE\(axis)") ? header.integer("ZTILE\(axis)") : axis == 1 ? length : 1
            guard let tile, (1...1 << 24).contains(tile) else { throw wrong("ZTILE\(axis) is out of range") }
            axes.append(length)
            tilePixels = tilePixels.multipliedReportingOverflow(by: min(tile, length)).partialValue
            tiles = tiles.multipliedReportingOverflow(by: (length + tile - 1) / tile).partialValue
            guard (1...Self.mostTilePixels).contains(tilePixels) else { throw wrong("a tile of it is too large") }
            guard (1...1 << 40).contains(tiles) else { throw wrong("it has too many tiles") }
        }
        guard unit.axes[1] == tiles else { throw wrong("\(tiles) tiles are announced, \(unit.axes[1]) are there") }
        try Self.checkColumns(unit, wrong)
        try Self.checkParameters(header, method, wrong)
        self.axes = axes
        self.bitpix = bitpix
        self.tilePixels = tilePixels
        imageHeader = Self.imageHeader(header)
    }

    /// The columns must fill the rows exactly, and the heap lie inside the data.
    private static func checkColumns(_ unit: FITSUnit, _ wrong: (String) -> FITSError) throws {
        let forms = try TableForm.all(in: unit.header, wrong: wrong)
        guard forms.reduce(0, { $0 + $1.width }) == unit.axes[0] else { throw wrong("its columns do not fill its rows") }
        let main = unit.axes[0] * unit.axes[1]
        let heap = unit.header.integer("THEAP") ?? main
        guard (main...max(main, unit.dataLength)).contains(heap) else { throw wrong("THEAP is out of range") }
    }

    /// The unpackers divide by these, and size their buffers by them.
    private static func checkParameters(_ header: FITSHeader, _ method: String, _ wrong: (String) -> FITSError) throws {
        let names: Set<String> = ["ZNAME", "ZVAL", "ZTILE", "ZNAXIS", "TFORM", "TTYPE", "TDIM"]
        var seen: Set<String> = []
        for card in header.cards where names.contains(String(card.keyword.prefix { !$0.isNumber })) {
            guard seen.insert(card.keyword).inserted else { throw wrong("\(card.keyword) is there twice") }
            guard card.value != nil else { throw wrong("\(card.keyword) has no value that can be read") }
        }
        for number in 1...9 where header.contains("ZNAME\(number)") || header.contains("ZVAL\(number)") {
            guard let name = header.string("ZNAME\(number)") else { throw wrong("ZNAME\(number) is missing or no text") }
            let value = header.double("ZVAL\(number)")
            switch name.uppercased() {
            case "BLOCKSIZE" where value != 16 && value != 32: throw wrong("BLOCKSIZE is neither 16 nor 32")
            case "BYTEPIX" where ![1, 2, 4, 8].contains(value): throw wrong("BYTEPIX is none of 1, 2, 4, 8")
            case "SCALE", "SMOOTH", "NOISEBIT":
                guard let value, abs(value) < 1e6 else { throw wrong("\(name) is out of range") }
            default: break
            }
        }
    }

    /// Table keywords go, `Z` names become plain ones.
    private static func imageHeader(_ header: FITSHeader) -> FITSHeader {
        let dropped: Set<String> = [
            "XTENSION", "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "PCOUNT", "GCOUNT", "TFIELDS", "THEAP", "ZIMAGE", "ZCMPTYPE",
            "ZQUANTIZ", "ZDITHER0", "ZTENSION", "ZPCOUNT", "ZGCOUNT", "ZSIMPLE", "ZEXTEND", "ZBLOCKED", "ZHECKSUM", "ZDATASUM",
            "CHECKSUM", "DATASUM",
        ]
        let numbered = ["TTYPE", "TFORM", "TUNIT", "TDIM", "TNULL", "TSCAL", "TZERO", "TDISP", "ZTILE", "ZNAME", "ZVAL"]
        var cards: [FITSCard] = []
        for var card in header.cards where !dropped.contains(card.keyword) {
            let stem = card.keyword.prefix { !$0.isNumber }
            if stem.count < card.keyword.count, numbered.contains(String(stem)) { continue }
            if stem == "ZBITPIX" || stem == "ZNAXIS" { card.keyword = String(card.keyword.dropFirst()) }
            cards.append(card)
        }
        return FITSHeader(cards: cards)
    }
}
