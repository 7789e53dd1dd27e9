import Foundation

/// Reads JSON value by value, so that a list may be refused before all of it has been built in memory.
///
/// Stricter than needed nowhere, wider in one place: the words NaN and Infinity, which Python writes, are read as the numbers they mean
/// so that the message can name the marker.
struct MarkerReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    struct Broken: Error { var message: String }

    /// What a value may use, so that one marker cannot take all memory.
    struct Budget { var depth = 6, values = 40_000, textBytes = 4096 }

    mutating func skipSpace() {
        while offset < bytes.count, bytes[offset] == 0x20 || (9...13).contains(bytes[offset]) { offset += 1 }
    }

    /// The next byte that is not white space, without taking it.
    mutating func peek() -> UInt8? {
        skipSpace()
        return offset < bytes.count ? bytes[offset] : nil
    }

    /// Takes a byte if it comes next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        offset += 1
        return true
    }

    mutating func value(_ budget: inout Budget) throws -> MarkerValue {
        budget.values -= 1
        guard budget.values >= 0 else { throw Broken(message: "it has too many values") }
        switch peek() {
        case nil: throw broken("the text ends where a value should be")
        case UInt8(ascii: "{"): return .object(try object(&budget))
        case UInt8(ascii: "["): return .list(try list(&budget))
        case UInt8(ascii: "\""): return .text(try string(budget))
        default: return try word()
        }
    }

    private mutating func list(_ budget: inout Budget) throws -> [MarkerValue] {
        try descend(&budget)
        defer { budget.depth += 1 }
        var values: [MarkerValue] = []
        guard !take(UInt8(ascii: "]")) else { return values }
        repeat { values.append(try value(&budget)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw broken("“,” or “]” is missing") }
        return values
    }

    private mutating func object(_ budget: inout Budget) throws -> [String: MarkerValue] {
        try descend(&budget)
        defer { budget.depth += 1 }
        var fields: [String: MarkerValue] = [:]
        guard !take(UInt8(ascii: "}")) else { return fields }
        repeat {
            guard peek() == UInt8(ascii: "\"") else { throw broken("a field's name in quotes is missing") }
            let name = try string(budget)
            guard take(UInt8(ascii: ":")) else { throw broken("“:” is missing") }
            fields[name] = try value(&budget)
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw broken("“,” or “}” is missing") }
        return fields
    }

    private mutating func descend(_ budget: inout Budget) throws {
        offset += 1
        budget.depth -= 1
        guard budget.depth >= 0 else { throw Broken(message: "lists or objects are nested too deeply") }
    }

    private mutating func word() throws -> MarkerValue {
        let start = offset
        while offset < bytes.count, Self.isWordByte(bytes[offset]), offset - start < 64 { offset += 1 }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        if let number = word.plainNumber { return .number(number) }
        switch word {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .null
        case "NaN", "-NaN": return .number(.nan)
        case "Infinity": return .number(.infinity)
        case "-Infinity": return .number(-.infinity)
        default: break
        }
        offset = start
        throw broken(word.isEmpty ? "a value is missing" : "“\(word)” is not a JSON value")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// An error at the present place, with the line for those who look it up.
    func broken(_ message: String) -> Broken {
        let before = bytes[..<min(offset, bytes.count)]
        let line = before.reduce(1) { $1 == 10 ? $0 + 1 : $0 }
        let column = before.reversed().prefix { $0 != 10 }.count + 1
        return Broken(message: "\(message) (line \(line), column \(column))")
    }
}

extension MarkerReader {
    private mutating func string(_ budget: Budget) throws -> String {
        offset += 1
        var units: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else { throw broken("a text is not UTF-8") }
                return text
            case UInt8(ascii: "\\"): units.append(contentsOf: String(try escaped()).utf8)
            default: units.append(byte)
            }
            guard units.count <= budget.textBytes else { throw Broken(message: "a text is longer than \(budget.textBytes) bytes") }
        }
        throw broken("a text has no end")
    }

    private mutating func escaped() throws -> Unicode.Scalar {
        guard offset < bytes.count else { throw broken("a text has no end") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"): break
        default: throw broken("an unknown escape in a text")
        }
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A pair of surrogates; one by itself stands for nothing.
        guard (0xD800..<0xDC00).contains(first), offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        offset += 2
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws -> UInt32 {
        guard offset + 4 <= bytes.count,
            bytes[offset..<offset + 4].allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || 65...70 ~= $0 || 97...102 ~= $0 }),
            let number = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
        else { throw broken("an unknown escape in a text") }
        offset += 4
        return number
    }
}

extension String {
    /// The number that a decimal numeral stands for. Swift reads hexadecimal numbers and words like "inf" too: lists of markers have
    /// neither.
    var plainNumber: Double? {
        let isDecimal = utf8.allSatisfy { byte in
            switch byte {
            case 48...57, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
            default: false
            }
        }
        return isDecimal ? Double(self) : nil
    }

    /// Without white space at its ends.
    var bare: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return self }
        return first.properties.isWhitespace || last.properties.isWhitespace
            ? trimmingCharacters(in: .whitespacesAndNewlines) : self
    }
}
