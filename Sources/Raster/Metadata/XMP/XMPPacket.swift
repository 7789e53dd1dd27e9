/// An XMP packet whose properties are changed in its text, so that everything else stays as it was written.
package struct XMPPacket {
    /// A property by the namespace and name of its element or attribute.
    package struct Property: Hashable {
        package var namespace: String
        package var name: String

        package init(namespace: String, name: String) { (self.namespace, self.name) = (namespace, name) }
    }

    package enum Change {
        case keep, remove
        /// Of a simple property; one that holds more than text is removed.
        case set(String)
    }

    package let text: String

    package init(_ text: String) { self.text = text }

    static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    /// The packet with its properties changed and more added.
    ///
    /// - Parameters:
    ///   - change: what becomes of a property of the picture itself (not of a structure within a property).
    ///   - elements: elements of further properties, well-formed and with their own namespace declarations.
    /// - Returns: nil where the text is no XMP packet.
    package func changed(adding elements: String = "", _ change: (Property) -> Change) -> String? {
        let bytes = Array(text.utf8)
        var walk = XMPWalk(bytes)
        guard bytes.count <= PictureMetadata.xmpBytesMax, let found = walk.run(change) else { return nil }
        var edits = found.edits
        if !elements.isEmpty {
            let prefix = found.rdfPrefix.isEmpty ? "" : found.rdfPrefix + ":"
            let description = "<\(prefix)Description \(prefix)about=\"\(found.about)\">\(elements)</\(prefix)Description>"
            edits.append((found.rdfEnd..<found.rdfEnd, Array(description.utf8)))
        }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + elements.utf8.count + 200)
        var position = 0
        for (range, replacement) in edits.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) where range.lowerBound >= position {
            out += bytes[position..<range.lowerBound]
            out += replacement
            position = range.upperBound
        }
        out += bytes[position...]
        return String(decoding: out, as: UTF8.self)
    }

    /// A packet of nothing but these elements.
    package static func new(_ elements: String) -> String {
        """
        <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="\(rdf)">
        <rdf:Description rdf:about="">\(elements)</rdf:Description>
        </rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="w"?>
        """
    }
}
