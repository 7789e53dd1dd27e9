/// Where the parts of an EXIF block lie, read without trust: what is not within the block is not there.
struct EXIFLayout {
    struct Entry {
        var tag: UInt16
        var type: Int
        var count: Int
        /// Where the twelve bytes of the entry stand.
        var field: Int
        /// Where the value stands, all of it within the block.
        var value: Range<Int>
    }

    struct Directory {
        /// The bytes of the directory itself.
        var extent: Range<Int>
        var entries: [Entry] = []
        /// Where the place of the next directory stands; nil when the block ends before.
        var nextField: Int?

        subscript(tag: UInt16) -> Entry? { entries.first { $0.tag == tag } }
    }

    let bytes: [UInt8]
    let bigEndian: Bool
    let picture: Directory
    private(set) var thumbnail, exif, gps, interoperability: Directory?

    /// - Parameter bytes: from the TIFF header on. nil when there is no first directory.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 14, bytes.starts(with: [0x49, 0x49, 42, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 42]) else {
            return nil
        }
        self.bytes = bytes
        bigEndian = bytes[0] == 0x4D
        let first = Self.number(bytes[4..<8], bigEndian)
        guard let picture = Self.directory(at: first, bytes, bigEndian) else { return nil }
        self.picture = picture
        func below(_ tag: UInt16, of parent: Directory?) -> Directory? {
            guard let entry = parent?[tag], entry.value.count == 4 else { return nil }
            return Self.directory(at: Self.number(bytes[entry.value], bigEndian), bytes, bigEndian)
        }
        exif = below(EXIFPointer.exif, of: picture)
        gps = below(EXIFPointer.gps, of: picture)
        interoperability = below(EXIFPointer.interoperability, of: exif)
        if let field = picture.nextField {
            thumbnail = Self.directory(at: Self.number(bytes[field..<field + 4], bigEndian), bytes, bigEndian)
        }
    }

    func number(_ entry: Entry) -> Int? {
        [1, 3, 4].contains(entry.type) && entry.count == 1 ? Self.number(bytes[entry.value], bigEndian) : nil
    }

    private static func directory(at start: Int, _ bytes: [UInt8], _ bigEndian: Bool) -> Directory? {
        guard start >= 8, start + 2 <= bytes.count else { return nil }
        let stated = number(bytes[start..<start + 2], bigEndian)
        // A list that is cut short is of use as far as it goes.
        let count = min(stated, (bytes.count - start - 2) / 12)
        guard count > 0 else { return nil }
        let end = start + 2 + 12 * count
        var directory = Directory(extent: start..<end)
        for field in stride(from: start + 2, to: end, by: 12) {
            let type = number(bytes[field + 2..<field + 4], bigEndian)
            let values = number(bytes[field + 4..<field + 8], bigEndian)
            // At most 32 bits times 8: no overflow.
            let length = values * TIFFStructure.width(of: type)
            let place = length <= 4 ? field + 8 : number(bytes[field + 8..<field + 12], bigEndian)
            guard length > 0, place + length <= bytes.count else { continue }
            let tag = UInt16(number(bytes[field..<field + 2], bigEndian))
            directory.entries.append(Entry(tag: tag, type: type, count: values, field: field, value: place..<place + length))
        }
        if stated == count, end + 4 <= bytes.count {
            directory.nextField = end
            directory.extent = start..<end + 4
        }
        return directory
    }

    /// At most 32 bits.
    static func number(_ bytes: ArraySlice<UInt8>, _ bigEndian: Bool) -> Int {
        bigEndian ? bytes.reduce(0) { $0 << 8 | Int($1) } : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// Tags whose value is the place of another directory.
enum EXIFPointer {
    static let exif: UInt16 = 0x8769
    static let gps: UInt16 = 0x8825
    static let interoperability: UInt16 = 0xA005
}
