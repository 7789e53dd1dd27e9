import Foundation
import Sky

extension CatalogFile {
    /// What goes by this name: "M31", "NGC 224", "Andromeda Galaxy", "Vega", "alpha Ori", "α Orionis", "51 Peg", "HD 48915",
    /// "Orion". Capitals, blanks and accents do not matter.
    ///
    /// - Parameter limit: as many at most. What bears exactly this name comes first, then what begins with it; where there is
    ///   neither, what holds it, or is spelt nearly so.
    public func search(name: String, limit: Int = 10) -> [CatalogMatch] {
        let key = String(NameKey.key(String(name.prefix(200))).prefix(100))
        guard !key.isEmpty, limit > 0 else { return [] }
        if key.hasPrefix("hd"), let number = UInt32(key.dropFirst(2)) { return Array(stars(hd: number).prefix(limit)) }
        let wanted = Array(key.utf8)
        var targets: [NameTarget] = []
        var isExact = true
        // A single letter is the beginning of too much.
        for index in firstName(from: wanted)..<count(.names) {
            let found = nameKey(index)
            guard found.starts(with: wanted) else { break }
            isExact = found.count == wanted.count
            guard isExact || (wanted.count >= 3 && !(wanted.last.map(Self.isDigit) ?? false)) else { break }
            if let target = nameTarget(index), !targets.contains(target) { targets.append(target) }
            if targets.count >= limit { break }
        }
        if targets.isEmpty { targets = similar(to: wanted) }
        return targets.prefix(limit).compactMap(match)
    }

    private func stars(hd: UInt32) -> [CatalogMatch] {
        guard hd > 0 else { return [] }
        let (bytes, start) = (mapped.bytes, offset(.stars))
        return (0..<count(.stars)).filter { bytes.word(start + $0 * 32 + 16) == hd }.map { .star(star($0)) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private func nameKey(_ index: Int) -> UnsafeRawBufferPointer.SubSequence {
        let (start, count) = (offset(.text), count(.text))
        let at = Int(mapped.bytes.word(offset(.names) + index * 8))
        guard at + 2 <= count else { return mapped.bytes[0..<0] }
        let length = Int(UInt16(bitPattern: mapped.bytes.short(start + at)))
        guard at + 2 + length <= count else { return mapped.bytes[0..<0] }
        return mapped.bytes[(start + at + 2)..<(start + at + 2 + length)]
    }

    private func nameTarget(_ index: Int) -> NameTarget? {
        NameTarget(code: mapped.bytes.word(offset(.names) + index * 8 + 4))
    }

    private func firstName(from wanted: [UInt8]) -> Int {
        var (low, high) = (0, count(.names))
        while low < high {
            let middle = (low + high) / 2
            if nameKey(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Names without numbers that hold what is wanted; else the nearest of those in which a letter or two are wrong.
    private func similar(to wanted: [UInt8]) -> [NameTarget] {
        guard wanted.count >= 4, !wanted.contains(where: Self.isDigit) else { return [] }
        var best = wanted.count >= 8 ? 2 : 1
        var (holding, near): ([NameTarget], [NameTarget]) = ([], [])
        func add(_ target: NameTarget, to list: inout [NameTarget]) { if !list.contains(target) { list.append(target) } }
        for index in 0..<count(.names) {
            let key = nameKey(index)
            guard key.count + best >= wanted.count, !key.contains(where: Self.isDigit), let target = nameTarget(index)
            else { continue }
            if key.count > wanted.count, Array(key).contains(wanted) { add(target, to: &holding) }
            // Short words are too much alike.
            guard holding.isEmpty, wanted.count >= 5, key.count <= wanted.count + best,
                let distance = EditDistance.between(wanted, Array(key), atMost: best)
            else { continue }
            if distance < best { near = [] }
            best = min(best, distance)
            add(target, to: &near)
        }
        return holding.isEmpty ? near : holding
    }

    private func match(_ target: NameTarget) -> CatalogMatch? {
        switch target.kind {
        case .constellation: target.index < constellations.count ? .constellation(constellations[target.index]) : nil
        case .star: target.index < starCount ? .star(star(target.index)) : nil
        case .deepSky: target.index < deepSkyCount ? .deepSky(deepSkyObject(target.index)) : nil
        }
    }
}
