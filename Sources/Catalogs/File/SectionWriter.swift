import Sky

/// Collects the sections of a catalogue's file.
struct SectionWriter {
    private var sections = [[UInt8]](repeating: [], count: CatalogFormat.Section.allCases.count)
    private var knownTexts: [String: UInt32] = [:]

    init() { _ = text("") }

    subscript(_ section: CatalogFormat.Section) -> [UInt8] {
        get { sections[section.rawValue] }
        set { sections[section.rawValue] = newValue }
    }

    mutating func add(_ star: ListedStar) {
        var record: [UInt8] = []
        record.append(star.position)
        record.append(Int32(exactly: (star.properMotion.east * 10).rounded()) ?? 0)
        record.append(Int32(exactly: (star.properMotion.north * 10).rounded()) ?? 0)
        record.append(UInt32(clamping: star.hd ?? 0))
        record.append(star.name.map { text($0) } ?? 0)
        record.append(star.designation.map { text($0) } ?? 0)
        record.append(thousandths: star.magnitude)
        record.append(thousandths: star.colour)
        sections[CatalogFormat.Section.stars.rawValue] += record
    }

    mutating func add(_ object: DeepSkyObject) {
        var record: [UInt8] = []
        record.append(object.position)
        for value in [object.majorAxis, object.minorAxis, object.positionAngle] {
            record.append(value.flatMap { Int32(exactly: ($0 * 1000).rounded()) } ?? CatalogFormat.unknownAxis)
        }
        record.append(text(object.names.joined(separator: "\u{1f}")))
        record.append(thousandths: object.magnitude)
        record += [UInt8(DeepSkyObject.Kind.allCases.firstIndex(of: object.kind) ?? 0), 0, 0, 0, 0, 0]
        sections[CatalogFormat.Section.deepSky.rawValue] += record
    }

    mutating func add(_ constellation: Constellation) {
        var words: [UInt8] = []
        words.append(text(constellation.abbreviation))
        words.append(text(constellation.name))
        words.append(constellation.middle)
        for paths in [constellation.lines, constellation.boundaries] {
            words.append(UInt32(paths.count))
            for path in paths {
                words.append(UInt32(path.count))
                for point in path { words.append(point) }
            }
        }
        sections[CatalogFormat.Section.figures.rawValue] += words
    }

    /// The offset of a string in the text section; longer ones than 65,535 bytes are cut.
    mutating func text(_ string: String) -> UInt32 {
        if let known = knownTexts[string] { return known }
        let offset = UInt32(self[.text].count)
        let bytes = Array(string.utf8.prefix(Int(UInt16.max)))
        sections[CatalogFormat.Section.text.rawValue] += [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)] + bytes
        knownTexts[string] = offset
        return offset
    }

    func file() -> [UInt8] {
        var body: [UInt8] = []
        for section in CatalogFormat.Section.allCases { body.append(UInt64(self[section].count / section.stride)) }
        var offset = CatalogFormat.headerSize
        for section in CatalogFormat.Section.allCases {
            body.append(UInt64(offset))
            offset += (self[section].count + 7) / 8 * 8
        }
        body.append(UInt64(offset))
        for section in sections { body += section + [UInt8](repeating: 0, count: (8 - section.count % 8) % 8) }
        var file: [UInt8] = []
        file.append(CatalogFormat.magic)
        file.append(CatalogFormat.version)
        file.append(UInt32(CatalogFormat.Section.allCases.count))
        file.append(body.withUnsafeBytes { CatalogFormat.checksum($0) })
        return file + body
    }
}

extension [UInt8] {
    mutating func append(_ value: some FixedWidthInteger) { Swift.withUnsafeBytes(of: value.littleEndian) { self += $0 } }

    fileprivate mutating func append(_ position: SkyPosition) {
        append(UInt32(truncatingIfNeeded: CatalogFormat.angle(position.ra)))
        append(Int32(clamping: CatalogFormat.angle(position.dec)))
    }

    fileprivate mutating func append(thousandths value: Double?) {
        append(value.flatMap { Int16(exactly: ($0 * 1000).rounded()) } ?? CatalogFormat.unknown)
    }
}
