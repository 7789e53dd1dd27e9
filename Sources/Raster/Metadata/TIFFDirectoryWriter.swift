/// Lays out TIFF directories with their values, little-endian, classic or BigTIFF.
struct TIFFDirectoryWriter {
    /// A directory that a tag of another one points to.
    struct Below {
        var tag: UInt16
        var values: [EXIFTree.Value]
        var below: [Below] = []
    }

    /// Where the first byte will stand in the file.
    let base: Int
    let isBig: Bool
    var bytes: [UInt8] = []

    init(base: Int, isBig: Bool) { (self.base, self.isBig) = (base, isBig) }

    private var wordBytes: Int { isBig ? 8 : 4 }

    /// - Parameter kept: entries in the form of the file, whose values stay where they are, by their tags.
    /// - Returns: the place of the directory in the file.
    @discardableResult
    mutating func append(_ values: [EXIFTree.Value], _ below: [Below], kept: [UInt16: [UInt8]] = [:]) -> Int {
        let values = values.filter { kept[$0.tag] == nil }
        let tags = (values.map(\.tag) + below.map(\.tag) + kept.keys).sorted()
        let (countBytes, entryBytes) = isBig ? (8, 20) : (2, 12)
        align()
        let start = bytes.count
        bytes += little(tags.count, countBytes)
        let entries = bytes.count
        // The entries, and 0 for no further directory.
        bytes += [UInt8](repeating: 0, count: tags.count * entryBytes + wordBytes)
        for (index, tag) in tags.enumerated() {
            let field = entries + index * entryBytes
            let entry: [UInt8]
            if let raw = kept[tag] {
                entry = raw
            } else if let directory = below.first(where: { $0.tag == tag }) {
                let place = append(directory.values, directory.below)
                entry = little(Int(tag), 2) + little(isBig ? 18 : 4, 2) + little(1, wordBytes) + little(place, wordBytes)
            } else if let value = values.first(where: { $0.tag == tag }) {
                entry = little(Int(tag), 2) + little(value.type, 2) + little(value.count, wordBytes) + place(value.bytes)
            } else {
                continue
            }
            bytes.replaceSubrange(field..<field + entryBytes, with: entry)
        }
        return base + start
    }

    /// A value itself where it fits into its entry, else its place.
    private mutating func place(_ value: [UInt8]) -> [UInt8] {
        guard value.count > wordBytes else { return value + [UInt8](repeating: 0, count: wordBytes - value.count) }
        align()
        let place = base + bytes.count
        bytes += value
        return little(place, wordBytes)
    }

    /// Directories and values begin at even places.
    private mutating func align() {
        if (base + bytes.count) % 2 == 1 { bytes.append(0) }
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
