import Sky

/// The constellations, in words: offsets of abbreviation and name, the middle (ra, dec), then the lines and then the
/// boundaries: how many, and of each how many points and the points.
extension CatalogFile {
    /// Nil where the section makes no sense.
    static func figures(_ bytes: UnsafeRawBufferPointer, offsets: [Int], counts: [Int]) -> [Constellation]? {
        let section = CatalogFormat.Section.figures.rawValue
        let texts = CatalogFormat.Section.text.rawValue
        var reader = WordReader(
            bytes: bytes, next: offsets[section], end: offsets[section] + 4 * counts[section],
            texts: offsets[texts]..<(offsets[texts] + counts[texts]))
        var constellations: [Constellation] = []
        while !reader.isAtEnd {
            guard let abbreviation = reader.text(), let name = reader.text(), let middle = reader.position(),
                let lines = reader.paths(), let boundaries = reader.paths()
            else { return nil }
            constellations.append(
                Constellation(
                    abbreviation: abbreviation, name: name, lines: lines, boundaries: boundaries, middle: middle))
        }
        return constellations
    }
}

private struct WordReader {
    let bytes: UnsafeRawBufferPointer
    var next: Int
    let end: Int
    let texts: Range<Int>

    var isAtEnd: Bool { next >= end }

    mutating func word() -> UInt32? {
        guard next + 4 <= end else { return nil }
        defer { next += 4 }
        return bytes.word(next)
    }

    mutating func text() -> String? {
        guard let offset = word().map(Int.init), texts.lowerBound + offset + 2 <= texts.upperBound else { return nil }
        let start = texts.lowerBound + offset + 2
        let length = Int(UInt16(bitPattern: bytes.short(start - 2)))
        guard start + length <= texts.upperBound else { return nil }
        return String(decoding: bytes[start..<(start + length)], as: UTF8.self)
    }

    mutating func position() -> SkyPosition? {
        guard let ra = word(), let dec = word() else { return nil }
        return SkyPosition(
            ra: Double(ra) / CatalogFormat.perDegree, dec: Double(Int32(bitPattern: dec)) / CatalogFormat.perDegree)
    }

    mutating func paths() -> [[SkyPosition]]? {
        guard let count = word().map(Int.init), count <= (end - next) / 4 else { return nil }
        var paths: [[SkyPosition]] = []
        for _ in 0..<count {
            guard let points = word().map(Int.init), points <= (end - next) / 8 else { return nil }
            var path: [SkyPosition] = []
            path.reserveCapacity(points)
            for _ in 0..<points {
                guard let point = position() else { return nil }
                path.append(point)
            }
            paths.append(path)
        }
        return paths
    }
}
