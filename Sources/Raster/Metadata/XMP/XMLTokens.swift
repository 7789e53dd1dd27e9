/// The tags of an XML text, one after another; what is between them is skipped.
///
/// Enough for XMP packets: no document type, so no entities of the text's own.
struct XMLTokens {
    struct Tag {
        enum Kind {
            case open, close, empty
        }

        var kind: Kind
        /// With its prefix.
        var name: ArraySlice<UInt8>
        var attributes: [(name: ArraySlice<UInt8>, value: Range<Int>, extent: Range<Int>)] = []
        var extent: Range<Int>
    }

    let bytes: [UInt8]
    private var position = 0
    /// What stood there was no XML.
    private(set) var isBroken = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Tag? {
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            if skips(at: start, "<!--", to: "-->") || skips(at: start, "<?", to: "?>") || skips(at: start, "<![CDATA[", to: "]]>")
            {
                if isBroken { return nil }
                continue
            }
            guard start + 1 < bytes.count, bytes[start + 1] != UInt8(ascii: "!"), let tag = tag(at: start) else {
                isBroken = true
                return nil
            }
            position = tag.extent.upperBound
            return tag
        }
        position = bytes.count
        return nil
    }

    private mutating func skips(at start: Int, _ opening: String, to closing: String) -> Bool {
        let (opening, closing) = (Array(opening.utf8), Array(closing.utf8))
        guard bytes[start...].starts(with: opening) else { return false }
        var at = start + opening.count
        while at + closing.count <= bytes.count {
            guard let hit = bytes[at...].firstIndex(of: closing[0]) else { break }
            if bytes[hit...].starts(with: closing) {
                position = hit + closing.count
                return true
            }
            at = hit + 1
        }
        isBroken = true
        return true
    }

    private func tag(at start: Int) -> Tag? {
        var at = start + 1
        var kind = Tag.Kind.open
        if bytes[at] == UInt8(ascii: "/") {
            kind = .close
            at += 1
        }
        let name = word(&at)
        guard !name.isEmpty else { return nil }
        var tag = Tag(kind: kind, name: name, extent: start..<start)
        while true {
            skipBlanks(&at)
            guard at < bytes.count else { return nil }
            if bytes[at] == UInt8(ascii: ">") {
                tag.extent = start..<at + 1
                return tag
            }
            if bytes[at] == UInt8(ascii: "/"), kind == .open, at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: ">") {
                tag.kind = .empty
                tag.extent = start..<at + 2
                return tag
            }
            let begin = at
            let name = word(&at)
            skipBlanks(&at)
            guard !name.isEmpty, kind == .open, at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return nil }
            at += 1
            skipBlanks(&at)
            guard at < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[at]),
                let end = bytes[(at + 1)...].firstIndex(of: bytes[at])
            else { return nil }
            tag.attributes.append((name, at + 1..<end, begin..<end + 1))
            at = end + 1
        }
    }

    private func word(_ at: inout Int) -> ArraySlice<UInt8> {
        let start = at
        while at < bytes.count, bytes[at] > 0x20, !Self.delimiters.contains(bytes[at]) { at += 1 }
        return bytes[start..<at]
    }

    private static let delimiters: Set<UInt8> = Set("<>/=\"'&".utf8)

    private func skipBlanks(_ at: inout Int) {
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
    }
}
