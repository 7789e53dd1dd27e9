/// What is wrong with a text that should be JSON.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package var message: String
    /// Bytes before the place.
    package var offset: Int

    package var description: String { "not JSON: \(message), at byte \(offset)" }
}

extension JSONValue {
    /// Reads a whole text: UTF-8, strict, of bounded depth.
    ///
    /// - Throws: `JSONError`.
    package init(parsing bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) {
        var reader = JSONReader(bytes: bytes, maximumDepth: maximumDepth)
        self = try reader.whole()
    }
}

/// A reader of JSON for bodies that anyone may send.
struct JSONReader {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var place = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func whole() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw error("something follows the value") }
        return value
    }

    private func error(_ message: String) -> JSONError { JSONError(message: message, offset: place) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        guard let byte = next else { throw error("the text ends where a value should be") }
        guard depth < maximumDepth else { throw error("nested more than \(maximumDepth) deep") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("no value begins so")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let end = place + word.utf8CodeUnitCount
        let isThere = end <= bytes.count && word.withUTF8Buffer { $0.elementsEqual(bytes[place..<end]) }
        guard isThere else { throw error("no value begins so") }
        place = end
        return value
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        place += 1
        skipSpace()
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw error("no comma between two elements") }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        place += 1
        skipSpace()
        var object = JSONObject()
        if take(UInt8(ascii: "}")) { return .object(object) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("no name of a member") }
            let name = try text()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("no colon after a name") }
            object.append(name, try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(object) }
            guard take(UInt8(ascii: ",")) else { throw error("no comma between two members") }
        }
    }

    private mutating func digits() throws(JSONError) {
        let start = place
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
        guard place > start else { throw error("no digit in a number where one should be") }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = place
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func text() throws(JSONError) -> String {
        place += 1
        let start = place
        // Most texts have no escape, and are taken as they stand.
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
        guard next == UInt8(ascii: "\\") else {
            guard next == UInt8(ascii: "\"") else {
                throw error(next == nil ? "a text without end" : "a control character in a text")
            }
            guard let text = String(validating: bytes[start..<place], as: UTF8.self) else { throw error("a text that is not UTF-8") }
            place += 1
            return text
        }
        return try text(from: start)
    }

    private mutating func text(from start: Int) throws(JSONError) -> String {
        var plain = Array(bytes[start..<place])
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: plain, as: UTF8.self) else { throw error("a text that is not UTF-8") }
                return text
            case UInt8(ascii: "\\"): plain += try escaped()
            case 0..<0x20: throw error("a control character in a text")
            default: plain.append(byte)
            }
        }
        throw error("a text without end")
    }

    private mutating func escaped() throws(JSONError) -> [UInt8] {
        guard let byte = next else { throw error("a text without end") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var code = try fourDigits()
            if code >> 10 == 0x36 {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error("half a surrogate pair") }
                let low = try fourDigits()
                guard low >> 10 == 0x37 else { throw error("half a surrogate pair") }
                code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
            return Array(String(scalar).utf8)
        default: throw error("no escape is written so")
        }
    }

    private mutating func fourDigits() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("\\u without four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            place += 1
        }
        return code
    }
}
