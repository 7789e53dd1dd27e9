extension TIFFStructure {
    /// The bytes of a value, at most `limit` of them; nil when they are not in the file.
    func bytes(_ entry: Entry, limit: Int) -> [UInt8]? {
        let width = Self.width(of: entry.type)
        let (length, overflow) = entry.count.multipliedReportingOverflow(by: width)
        guard width > 0, !overflow, length > 0, length <= limit else { return nil }
        return try? file.exactly(length, at: entry.offset, "a TIFF value")
    }

    /// Whole numbers (BYTE, SHORT, LONG, LONG8, IFD); empty when missing or not all in the file.
    func integers(_ tag: UInt16, in directory: Directory, limit: Int = 1 << 16) -> [Int] {
        guard let entry = directory.entries[tag], [1, 3, 4, 13, 16, 18].contains(entry.type),
            let bytes = bytes(entry, limit: limit)
        else { return [] }
        let width = Self.width(of: entry.type)
        return (0..<entry.count).map { number(bytes[$0 * width..<($0 + 1) * width]) }
    }

    func text(_ tag: UInt16, in directory: Directory) -> String? {
        guard let entry = directory.entries[tag], entry.type == 2, let bytes = bytes(entry, limit: 4096) else { return nil }
        return headerText(bytes)
    }

    /// Numbers of any kind of type that EXIF uses; a fraction over 0 is left out.
    func numbers(_ tag: UInt16, in directory: Directory) -> [Double] {
        guard let entry = directory.entries[tag], let bytes = bytes(entry, limit: 256) else { return [] }
        switch entry.type {
        case 5, 10:
            return (0..<entry.count).compactMap { index in
                let above = number(bytes[8 * index..<8 * index + 4])
                let below = number(bytes[8 * index + 4..<8 * index + 8])
                guard below != 0 else { return nil }
                if entry.type == 5 { return Double(above) / Double(below) }
                return Double(Int32(truncatingIfNeeded: above)) / Double(Int32(truncatingIfNeeded: below))
            }
        case 1, 3, 4, 13, 16, 18:
            return integers(tag, in: directory, limit: 256).map(Double.init)
        default: return []
        }
    }
}
