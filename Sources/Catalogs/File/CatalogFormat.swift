/// How a catalogue lies in its file. All numbers are little-endian.
///
///     header    magic (8 bytes), version, number of sections, checksum of all that follows (8), a count for each section,
///               the offset of each section and the length of the file (8 each)
///     stars     32 bytes each, by declination
///     deep sky  32 bytes each, by declination
///     names     8 bytes each: offset of the key in `text`, and what it names; by key
///     figures   the constellations, one after the other, in words of 4 bytes
///     sources   JSON
///     text      strings, each after its length in 2 bytes; at offset 0 the empty one
///
/// Right ascension is a UInt32 and declination an Int32 in units of 360°/2³² (0.0003″).
enum CatalogFormat {
    static let magic: UInt64 = 0x594b_534f_5254_5341  // "ASTROSKY"
    static let version: UInt32 = 1

    enum Section: Int, CaseIterable {
        case stars, deepSky, names, figures, sources, text

        /// Bytes of a record; 1 where records have no fixed size.
        var stride: Int {
            switch self {
            case .stars, .deepSky: 32
            case .names: 8
            case .figures: 4
            case .sources, .text: 1
            }
        }
    }

    static let checksumOffset = 16
    static let countsOffset = 24
    static let offsetsOffset = countsOffset + 8 * Section.allCases.count
    static let headerSize = offsetsOffset + 8 * (Section.allCases.count + 1)

    static let unknown = Int16.min
    static let unknownAxis = Int32.min
    /// Units of an angle in a degree.
    static let perDegree = 4_294_967_296.0 / 360

    /// - Parameter degrees: at most some turns; what is no number counts as 0.
    static func angle(_ degrees: Double) -> Int64 { Int64(exactly: (degrees * perDegree).rounded()) ?? 0 }

    /// A checksum of bytes whose number is a multiple of 8; four lanes, so that it runs at the speed of memory.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
        var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        func mixed(_ sum: UInt64, _ offset: Int) -> UInt64 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let product = (sum ^ word) &* multiplier
            return product ^ (product >> 29)
        }
        var offset = 0
        while offset + 32 <= bytes.count {
            a = mixed(a, offset)
            b = mixed(b, offset + 8)
            c = mixed(c, offset + 16)
            d = mixed(d, offset + 24)
            offset += 32
        }
        while offset + 8 <= bytes.count {
            a = mixed(a, offset)
            offset += 8
        }
        var sum = a
        for lane in [b, c, d, UInt64(bytes.count)] { sum = (sum ^ lane) &* multiplier ^ (sum >> 31) }
        return sum
    }
}
