import Sky

extension SectionWriter {
    /// The names section: every name by its key, so that a search is a binary one.
    mutating func addNames(stars: [ListedStar], deepSky: [DeepSkyObject], constellations: [Constellation]) {
        var names: [(key: String, target: UInt32)] = []
        func add(_ name: String, _ kind: NameTarget.Kind, _ index: Int) {
            let key = NameKey.key(name)
            if !key.isEmpty { names.append((key, NameTarget(kind: kind, index: index).code)) }
        }
        for (index, star) in stars.enumerated() {
            for name in [star.name, star.designation].compactMap(\.self) { add(name, .star, index) }
        }
        for (index, object) in deepSky.enumerated() { for name in object.names { add(name, .deepSky, index) } }
        for (index, constellation) in constellations.enumerated() {
            add(constellation.name, .constellation, index)
            add(constellation.abbreviation, .constellation, index)
        }
        names.sort { a, b in
            a.key == b.key ? a.target < b.target : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        }
        var section: [UInt8] = []
        for name in names {
            section.append(text(name.key))
            section.append(name.target)
        }
        self[.names] = section
    }
}

/// What an entry of the names section points to.
struct NameTarget: Hashable {
    enum Kind: UInt32 {
        // In the order in which matches are given.
        case constellation, star, deepSky
    }

    let kind: Kind
    let index: Int

    init(kind: Kind, index: Int) { (self.kind, self.index) = (kind, index) }

    init?(code: UInt32) {
        guard let kind = Kind(rawValue: code >> 30) else { return nil }
        self.init(kind: kind, index: Int(code & 0x3fff_ffff))
    }

    var code: UInt32 { kind.rawValue << 30 | UInt32(index) }
}
