extension UnsafeRawBufferPointer {
    func word(_ offset: Int) -> UInt32 { UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    func int(_ offset: Int) -> Int32 { Int32(bitPattern: word(offset)) }
    func word64(_ offset: Int) -> UInt64 { UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    func short(_ offset: Int) -> Int16 { Int16(littleEndian: loadUnaligned(fromByteOffset: offset, as: Int16.self)) }
}

extension CatalogFile {
    /// The string at an offset of the text section; nil for 0 and where none is.
    func text(_ at: UInt32) -> String? {
        let (start, count) = (offset(.text), count(.text))
        let at = Int(at)
        guard at > 0, at + 2 <= count else { return nil }
        let length = Int(UInt16(bitPattern: mapped.bytes.short(start + at)))
        guard at + 2 + length <= count else { return nil }
        return String(decoding: mapped.bytes[(start + at + 2)..<(start + at + 2 + length)], as: UTF8.self)
    }

    /// The first of a section's records, sorted by declination, that is not south of `dec` units.
    func firstRecord(_ section: CatalogFormat.Section, from dec: Int64) -> Int {
        var (low, high) = (0, count(section))
        while low < high {
            let middle = (low + high) / 2
            if Int64(mapped.bytes.int(offset(section) + middle * section.stride + 4)) < dec {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
