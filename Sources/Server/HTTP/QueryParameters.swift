import Foundation

/// The parameters of a query string or of a form, in order. Of several with one name the last one counts.
struct QueryParameters: Sendable {
    var items: [(name: String, value: String)] = []

    /// Bytes that are no UTF-8 become U+FFFD.
    init(decoding text: some StringProtocol) {
        for part in text.utf8.split(separator: UInt8(ascii: "&")).prefix(1_000) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            items.append((Self.decode(halves[0]), halves.count > 1 ? Self.decode(halves[1]) : ""))
        }
    }

    subscript(name: String) -> String? {
        items.last { $0.name == name }?.value
    }

    /// As `subscript`, nil for an empty value too.
    func given(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    /// These parameters with one of them set, or left out where `value` is nil.
    func setting(_ name: String, to value: String?) -> QueryParameters {
        var copy = self
        copy.items.removeAll { $0.name == name }
        if let value { copy.items.append((name, value)) }
        return copy
    }

    /// As it stands in an address, without the question mark.
    var encoded: String {
        items.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decode(_ bytes: Substring.UTF8View.SubSequence) -> String { decode(Array(bytes)) }

    private static func decode<C: Collection<UInt8>>(_ bytes: C) -> String {
        percentDecoded(Array(bytes), plusIsSpace: true)
    }

    static func percentDecoded(_ bytes: [UInt8], plusIsSpace: Bool) -> String {
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "%"), at + 2 < bytes.count, let high = nibble(bytes[at + 1]),
                let low = nibble(bytes[at + 2])
            {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
