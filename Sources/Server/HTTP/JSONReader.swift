/// Reads a JSON text. Its messages are those of Python's `json`, which clients of the existing system know.
struct JSONReader {
    struct Failure: Error, Hashable {
        let message: String
    }

    private let bytes: [UInt8]
    private var at = 0
    /// Deeper texts are refused: each level is a call.
    private static let maximumDepth = 64

    static func value(of bytes: [UInt8]) throws(Failure) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Failure(message: "'utf-8' codec can't decode the body")
        }
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.at < bytes.count { throw reader.failure("Extra data", at: reader.at) }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    /// Position in characters, as Python counts them.
    private func failure(_ what: String, at byte: Int) -> Failure {
        let before = String(decoding: bytes[..<min(byte, bytes.count)], as: UTF8.self).unicodeScalars
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return Failure(message: "\(what): line \(line) column \(column) (char \(before.count))")
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("Too many levels", at: at) }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t") where take("true"): return .bool(true)
        case UInt8(ascii: "f") where take("false"): return .bool(false)
        case UInt8(ascii: "n") where take("null"): return .null
        default: return .number(try number())
        }
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard at + wanted.count <= bytes.count, bytes[at..<(at + wanted.count)].elementsEqual(wanted) else { return false }
        at += wanted.count
        return true
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        at += 1
        skipSpace()
        if next == UInt8(ascii: "}") {
            at += 1
            return .object(members)
        }
        while true {
            guard next == UInt8(ascii: "\"") else {
                throw failure("Expecting property name enclosed in double quotes", at: at)
            }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure("Expecting ':' delimiter", at: at) }
            at += 1
            skipSpace()
            members.append((key, try value(depth: depth + 1)))
            skipSpace()
            if try endsList(with: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        var elements: [JSONValue] = []
        at += 1
        skipSpace()
        if next == UInt8(ascii: "]") {
            at += 1
            return .array(elements)
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if try endsList(with: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    private mutating func endsList(with bracket: UInt8) throws(Failure) -> Bool {
        guard let byte = next, byte == UInt8(ascii: ",") || byte == bracket else {
            throw failure("Expecting ',' delimiter", at: at)
        }
        at += 1
        skipSpace()
        return byte == bracket
    }

    private mutating func number() throws(Failure) -> String {
        let start = at
        if next == UInt8(ascii: "-") { at += 1 }
        let whole = digits()
        let leadingZero = whole.count > 1 && bytes[whole.lowerBound] == UInt8(ascii: "0")
        guard !whole.isEmpty, !leadingZero else { throw failure("Expecting value", at: start) }
        if next == UInt8(ascii: ".") {
            at += 1
            guard !digits().isEmpty else { throw failure("Expecting value", at: start) }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            guard !digits().isEmpty else { throw failure("Expecting value", at: start) }
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func digits() -> Range<Int> {
        let start = at
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
        return start..<at
    }

    private mutating func string() throws(Failure) -> String {
        let start = at
        at += 1
        var text: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw failure("Invalid control character at", at: at - 1)
            default: text.append(byte)
            }
        }
        throw failure("Unterminated string starting at", at: start)
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        let start = at - 1
        guard let byte = next else { throw failure("Unterminated string starting at", at: start) }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(start: start)
        default: throw failure("Invalid \\escape", at: start)
        }
    }

    /// A lone surrogate has no character; it becomes U+FFFD.
    private mutating func unicodeEscape(start: Int) throws(Failure) -> Unicode.Scalar {
        let first = try hexadecimal(start: start)
        guard (0xD800...0xDBFF).contains(first), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let before = at
        at += 2
        let second = try hexadecimal(start: start)
        guard (0xDC00...0xDFFF).contains(second) else {
            at = before
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal(start: Int) throws(Failure) -> UInt32 {
        guard at + 4 <= bytes.count, bytes[at..<(at + 4)].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16)
        else { throw failure("Invalid \\uXXXX escape", at: start) }
        at += 4
        return value
    }
}
