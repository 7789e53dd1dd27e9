/// The way through an XMP packet: finds the properties of the picture and notes what is to change.
struct XMPWalk {
    typealias Edit = (Range<Int>, [UInt8])

    struct Result {
        var edits: [Edit] = []
        /// Where further descriptions go.
        var rdfEnd = 0
        var rdfPrefix = ""
        /// What the first description is about, as written.
        var about = ""
    }

    private struct Element {
        var name: ArraySlice<UInt8>
        var namespaces: Int
        /// Where a property begins that is to be removed or set, and what becomes of its content.
        var property: (start: Int, contentStart: Int, change: XMPPacket.Change)?
        var hasChildren = false
    }

    private let bytes: [UInt8]
    private var tokens: XMLTokens
    private var open: [Element] = []
    private var namespaces: [(prefix: ArraySlice<UInt8>, uri: String)] = []
    /// How deep within the elements rdf:RDF stands.
    private var rdfDepth: Int?
    private var result = Result()
    private var sawDescription = false

    /// Far beyond real packets, whose elements are nested some ten deep.
    private static let depthMax = 200
    private static let namespacesMax = 500

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens = XMLTokens(bytes)
    }

    /// nil when the text is not well-formed or holds no rdf:RDF element.
    mutating func run(_ change: (XMPPacket.Property) -> XMPPacket.Change) -> Result? {
        var isComplete = false
        while let tag = tokens.next() {
            switch tag.kind {
            case .open, .empty:
                guard open.count < Self.depthMax, enter(tag, change) else { return nil }
                if tag.kind == .empty { leave(at: tag.extent.upperBound, closing: tag.extent.upperBound) }
            case .close:
                guard let last = open.last, last.name.elementsEqual(tag.name) else { return nil }
                if open.count - 1 == rdfDepth, !isComplete {
                    result.rdfEnd = tag.extent.lowerBound
                    isComplete = true
                    rdfDepth = nil
                }
                leave(at: tag.extent.lowerBound, closing: tag.extent.upperBound)
            }
        }
        return isComplete && open.isEmpty && !tokens.isBroken ? result : nil
    }

    private mutating func enter(_ tag: XMLTokens.Tag, _ change: (XMPPacket.Property) -> XMPPacket.Change) -> Bool {
        let known = namespaces.count
        for attribute in tag.attributes {
            if attribute.name.elementsEqual("xmlns".utf8) {
                namespaces.append(([], text(attribute.value)))
            } else if attribute.name.starts(with: "xmlns:".utf8) {
                namespaces.append((attribute.name.dropFirst(6), text(attribute.value)))
            }
        }
        guard namespaces.count <= Self.namespacesMax else { return false }
        if !open.isEmpty { open[open.count - 1].hasChildren = true }
        var element = Element(name: tag.name, namespaces: known)
        let name = property(tag.name)
        if rdfDepth == nil, result.rdfEnd == 0, tag.kind == .open,
            name == XMPPacket.Property(namespace: XMPPacket.rdf, name: "RDF")
        {
            rdfDepth = open.count
            result.rdfPrefix = String(decoding: tag.name.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
            if !tag.name.contains(UInt8(ascii: ":")) { result.rdfPrefix = "" }
        } else if let rdfDepth, open.count == rdfDepth + 1 {
            describe(tag, change)
        } else if let rdfDepth, open.count == rdfDepth + 2, let name {
            let decided = change(name)
            if case .keep = decided {} else { element.property = (tag.extent.lowerBound, tag.extent.upperBound, decided) }
        }
        open.append(element)
        return true
    }

    /// Properties that stand as attributes of a description.
    private mutating func describe(_ tag: XMLTokens.Tag, _ change: (XMPPacket.Property) -> XMPPacket.Change) {
        for attribute in tag.attributes where !attribute.name.starts(with: "xmlns".utf8) {
            guard let name = property(attribute.name, isAttribute: true) else { continue }
            if name == XMPPacket.Property(namespace: XMPPacket.rdf, name: "about"), !sawDescription {
                result.about = text(attribute.value)
                    .replacing("\"", with: "&quot;")
            }
            switch change(name) {
            case .keep: break
            case .remove: result.edits.append((attribute.extent, []))
            case .set(let value): result.edits.append((attribute.value, Array(value.utf8)))
            }
        }
        sawDescription = true
    }

    /// - Parameters:
    ///   - contentEnd: where the element's content ends.
    ///   - end: behind the element.
    private mutating func leave(at contentEnd: Int, closing end: Int) {
        guard let element = open.popLast() else { return }
        namespaces.removeLast(namespaces.count - element.namespaces)
        guard let (start, contentStart, change) = element.property else { return }
        if case .set(let value) = change, !element.hasChildren, contentEnd >= contentStart, contentEnd < end {
            result.edits.append((contentStart..<contentEnd, Array(value.utf8)))
        } else {
            result.edits.append((start..<end, []))
        }
    }

    private func property(_ name: ArraySlice<UInt8>, isAttribute: Bool = false) -> XMPPacket.Property? {
        let colon = name.firstIndex(of: UInt8(ascii: ":"))
        let prefix = colon.map { name[..<$0] } ?? []
        // An attribute without a prefix is in no namespace.
        guard colon != nil || !isAttribute, let uri = namespaces.last(where: { $0.prefix.elementsEqual(prefix) })?.uri else {
            return nil
        }
        let local = colon.map { name[($0 + 1)...] } ?? name
        return XMPPacket.Property(namespace: uri, name: String(decoding: local, as: UTF8.self))
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
