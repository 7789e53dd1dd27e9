import Foundation

/// An index file taken apart into its tables and put together again, to make kinds of index that are not at hand.
struct RewrittenIndex {
    struct Table {
        var cards: [String]
        var data: [UInt8]

        var name: String { value("TTYPE1").trimmingCharacters(in: CharacterSet(charactersIn: "' ")) }

        func value(_ keyword: String) -> String {
            guard let card = cards.first(where: { $0.hasPrefix(keyword.padding(toLength: 8, withPad: " ", startingAt: 0) + "=") }) else { return "" }
            return card.dropFirst(10).prefix { $0 != "/" }.trimmingCharacters(in: .whitespaces)
        }

        mutating func set(_ keyword: String, _ value: String) {
            let card = (keyword.padding(toLength: 8, withPad: " ", startingAt: 0) + "= " + value).padding(toLength: 80, withPad: " ", startingAt: 0)
            if let place = cards.firstIndex(where: { $0.hasPrefix(card.prefix(9)) }) { cards[place] = card } else { cards.append(card) }
        }
    }

    var tables: [Table] = []

    init(_ file: Data) {
        let bytes = [UInt8](file)
        var position = 0
        while position < bytes.count {
            var cards: [String] = []
            while true {
                let card = String(decoding: bytes[position..<position + 80], as: UTF8.self)
                position += 80
                if card.hasPrefix("END     ") { break }
                cards.append(card)
            }
            position = (position + 2879) / 2880 * 2880
            var table = Table(cards: cards, data: [])
            let size = (Int(table.value("NAXIS1")) ?? 0) * (Int(table.value("NAXIS2")) ?? 0)
            table.data = Array(bytes[position..<position + size])
            position += (size + 2879) / 2880 * 2880
            tables.append(table)
        }
    }

    func serialized() -> Data {
        var out = Data()
        func pad(_ filler: UInt8) { out.append(contentsOf: repeatElement(filler, count: (2880 - out.count % 2880) % 2880)) }
        for table in tables {
            for card in table.cards { out.append(contentsOf: card.utf8) }
            out.append(contentsOf: "END".padding(toLength: 80, withPad: " ", startingAt: 0).utf8)
            pad(32)
            out.append(contentsOf: table.data)
            pad(0)
        }
        return out
    }

    subscript(_ name: String) -> Table {
        get { tables.first { $0.name == name } ?? Table(cards: [], data: []) }
        set {
            guard let place = tables.firstIndex(where: { $0.name == name }) else { return tables.append(newValue) }
            tables[place] = newValue
        }
    }

    mutating func remove(_ name: String) { tables.removeAll { $0.name == name } }

    /// A table of raw numbers, as astrometry.net stores them.
    mutating func add<Word: FixedWidthInteger>(_ name: String, _ words: [Word], perRow: Int = 1) {
        let width = perRow * MemoryLayout<Word>.size
        var table = Table(cards: ["XTENSION= 'BINTABLE'".padding(toLength: 80, withPad: " ", startingAt: 0)], data: words.flatMap(Self.bytes))
        for (keyword, value) in [
            ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "\(width)"), ("NAXIS2", "\(words.count / perRow)"), ("PCOUNT", "0"), ("GCOUNT", "1"),
            ("TFIELDS", "1"), ("TTYPE1", "'\(name)'"), ("TFORM1", "'\(width)A'"),
        ] { table.set(keyword, value) }
        tables.append(table)
    }

    func words<Word: FixedWidthInteger>(_ name: String, as: Word.Type) -> [Word] {
        let data = self[name].data
        let size = MemoryLayout<Word>.size
        return stride(from: 0, to: data.count, by: size).map { start in
            (0..<size).reversed().reduce(0) { $0 << 8 | Word(truncatingIfNeeded: data[start + $1]) }
        }
    }

    mutating func replace<Word: FixedWidthInteger>(_ name: String, with words: [Word]) { self[name].data = words.flatMap(Self.bytes) }

    /// Little-endian, as the file it was made from.
    private static func bytes<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
        (0..<MemoryLayout<Word>.size).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
}

extension RewrittenIndex {
    /// The dimensions of the dividing planes in tables of their own, the planes with all their bits.
    mutating func separateDimensions() {
        let codes = words("kdtree_split_codes", as: UInt16.self)
        let bits: UInt16 = self["quads"].value("NAXIS1") == "12" ? 1 : 3
        add("kdtree_splitdim_codes", codes.map { UInt8($0 & bits) })
        // An odd plane is none that has its dimension in the low bits.
        replace("kdtree_split_codes", with: codes.map { $0 & ~bits })
        let stars = words("kdtree_split_stars", as: UInt32.self)
        add("kdtree_splitdim_stars", stars.map { UInt8($0 & 3) })
        replace("kdtree_split_stars", with: stars.map { $0 & ~3 })
    }

    /// Boxes around the points of every node instead of dividing planes.
    mutating func boxInsteadOfPlanes() {
        box("codes", UInt16.self, dimensions: self["quads"].value("NAXIS1") == "12" ? 2 : 4)
        box("stars", UInt32.self, dimensions: 3)
    }

    private mutating func box<Word: FixedWidthInteger>(_ tree: String, _: Word.Type, dimensions: Int) {
        let data = words("kdtree_data_\(tree)", as: Word.self)
        let last = words("kdtree_lr_\(tree)", as: UInt32.self)
        let interior = last.count - 1
        var boxes = [Word](repeating: 0, count: (2 * last.count - 1) * 2 * dimensions)
        for node in stride(from: 2 * last.count - 2, through: 0, by: -1) {
            for lane in 0..<dimensions {
                let (low, high): (Word, Word)
                if node >= interior {
                    let leaf = node - interior
                    let values = ((leaf == 0 ? 0 : Int(last[leaf - 1]) + 1)...Int(last[leaf])).map { data[$0 * dimensions + lane] }
                    (low, high) = (values.min() ?? 0, values.max() ?? 0)
                } else {
                    let children = [2 * node + 1, 2 * node + 2]
                    low = children.map { boxes[2 * $0 * dimensions + lane] }.min() ?? 0
                    high = children.map { boxes[(2 * $0 + 1) * dimensions + lane] }.max() ?? 0
                }
                boxes[2 * node * dimensions + lane] = low
                boxes[(2 * node + 1) * dimensions + lane] = high
            }
        }
        remove("kdtree_split_\(tree)")
        add("kdtree_bb_\(tree)", boxes, perRow: 2 * dimensions)
    }

    /// The tables beside the trees in reversed order, and permutations that lead there.
    mutating func permute() {
        let size = (Int(self["quads"].value("NAXIS1")) ?? 0) / 4
        let quads = words("quads", as: UInt32.self)
        let count = quads.count / size
        let stars = UInt32(words("kdtree_data_stars", as: UInt32.self).count / 3)
        add("kdtree_perm_codes", (0..<UInt32(count)).map { UInt32(count) - 1 - $0 })
        add("kdtree_perm_stars", (0..<stars).map { stars - 1 - $0 })
        var reversed: [UInt32] = []
        for row in (0..<count).reversed() {
            for star in quads[row * size..<(row + 1) * size] { reversed.append(stars - 1 - star) }
        }
        replace("quads", with: reversed)
        self["sweep"].data.reverse()
        let magnitudes = self["MAG_VT"].data
        var turned: [UInt8] = []
        for start in stride(from: magnitudes.count - 4, through: 0, by: -4) { turned += magnitudes[start..<start + 4] }
        self["MAG_VT"].data = turned
    }
}
