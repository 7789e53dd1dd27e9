import Foundation

/// Takes a `multipart/form-data` body apart while it comes in (RFC 7578), keeping no more than a boundary of it.
///
/// Lines may end in LF alone: programs out there that follow nova's own `client.py` send them so.
package struct MultipartReader {
    package enum Event: Sendable, Equatable {
        /// A part begins.
        case part(name: String, filename: String?)
        case bytes([UInt8])
        /// The part that began last has ended.
        case end
    }

    package struct Failure: Error, Sendable, Equatable {
        package var message: String
    }

    private enum State {
        /// Before the first boundary.
        case preamble
        /// Behind a boundary: a line end, or `--`.
        case boundary
        case headers
        case body
        case epilogue
    }

    private static let longestHeaders = 16_384
    private static let mostParts = 100

    /// `--` and the boundary.
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What was not taken apart yet.
    private var buffer: [UInt8] = []
    private var parts = 0

    /// - Parameter type: the request's Content-Type; nil where it is no multipart with a boundary.
    package init?(contentType type: String) {
        let pieces = Self.parameters(type)
        guard pieces.first?.name == "multipart/form-data",
            let boundary = pieces.first(where: { $0.name == "boundary" })?.value, (1...200).contains(boundary.utf8.count)
        else { return nil }
        delimiter = Array("--\(boundary)".utf8)
    }

    /// The next bytes of the body.
    package mutating func feed(_ bytes: some Sequence<UInt8>) throws(Failure) -> [Event] {
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        var at = 0
        loop: while true {
            switch state {
            case .preamble:
                guard let found = Self.find(delimiter, in: buffer, from: at) else {
                    // Some text may stand before the first boundary; it is for nobody.
                    at = max(at, buffer.count - delimiter.count - 1)
                    guard buffer.count < 65_536 else { throw Failure(message: "the boundary of its parts does not come") }
                    break loop
                }
                at = found + delimiter.count
                state = .boundary
            case .boundary:
                guard buffer.count - at >= 2 else { break loop }
                if buffer[at] == UInt8(ascii: "-"), buffer[at + 1] == UInt8(ascii: "-") {
                    state = .epilogue
                    continue
                }
                // White space may stand behind a boundary.
                guard let line = buffer[at...].firstIndex(of: UInt8(ascii: "\n")) else {
                    guard buffer.count - at < 1000 else { throw Failure(message: "a boundary has no end") }
                    break loop
                }
                at = line + 1
                state = .headers
            case .headers:
                guard let (end, next) = Self.blankLine(in: buffer, from: at) else {
                    guard buffer.count - at < Self.longestHeaders else { throw Failure(message: "a part's headers are too long") }
                    break loop
                }
                parts += 1
                guard parts <= Self.mostParts else { throw Failure(message: "there are too many parts") }
                events.append(Self.part(buffer[at..<end]))
                at = next
                state = .body
            case .body:
                guard let found = Self.find(delimiter, in: buffer, from: at) else {
                    // A delimiter may have begun, with the line end before it.
                    let sure = buffer.count - delimiter.count - 1
                    if sure > at {
                        events.append(.bytes(Array(buffer[at..<sure])))
                        at = sure
                    }
                    break loop
                }
                // A delimiter stands at the beginning of a line; that line's end belongs to it.
                var end = found
                if end > at, buffer[end - 1] == UInt8(ascii: "\n") {
                    end -= 1
                    if end > at, buffer[end - 1] == UInt8(ascii: "\r") { end -= 1 }
                } else if end > at {
                    events.append(.bytes(Array(buffer[at...found])))
                    at = found + 1
                    continue
                }
                if end > at { events.append(.bytes(Array(buffer[at..<end]))) }
                events.append(.end)
                at = found + delimiter.count
                state = .boundary
            case .epilogue:
                at = buffer.count
                break loop
            }
        }
        buffer.removeFirst(at)
        return events
    }

    /// - Throws: where the body ended before its last boundary.
    package func finish() throws(Failure) {
        guard case .epilogue = state else { throw Failure(message: "it ends before its last boundary") }
    }

    // MARK: Headers

    private static func part(_ lines: ArraySlice<UInt8>) -> Event {
        for line in String(decoding: lines, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2, halves[0].trimmed.lowercased() == "content-disposition" else { continue }
            let pieces = parameters(String(halves[1]))
            func value(_ name: String) -> String? { pieces.first { $0.name == name }?.value }
            return .part(name: value("name") ?? "", filename: value("filename*").flatMap(extended) ?? value("filename"))
        }
        return .part(name: "", filename: nil)
    }

    /// A value with its character set before it (RFC 8187): `UTF-8''%e2%82%ac.jpg`.
    private static func extended(_ value: String) -> String? {
        let pieces = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        return pieces.count == 3 ? QueryParameters.percentDecoded(Array(pieces[2].utf8), plusIsSpace: false) : nil
    }

    /// `word; name=value; name="value"`; the first has no value. Names come in lower case.
    static func parameters(_ text: String) -> [(name: String, value: String)] {
        var pieces: [String] = [""]
        var (isQuoted, isEscaped) = (false, false)
        for character in text.unicodeScalars {
            if isEscaped {
                // Browsers send backslashes of file names as they are; only a quote is escaped by one.
                if character != "\"" && character != "\\" { pieces[pieces.count - 1].unicodeScalars.append("\\") }
                pieces[pieces.count - 1].unicodeScalars.append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                pieces.append("")
            } else {
                pieces[pieces.count - 1].unicodeScalars.append(character)
            }
        }
        return pieces.map { piece in
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (halves[0].trimmed.lowercased(), halves.count > 1 ? halves[1].trimmed : "")
        }
    }

    /// Where the empty line begins, and what follows it.
    private static func blankLine(in bytes: [UInt8], from start: Int) -> (end: Int, next: Int)? {
        var line = start
        while line < bytes.count {
            guard let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let length = end - line
            if length == 0 || (length == 1 && bytes[line] == UInt8(ascii: "\r")) { return (line, end + 1) }
            line = end + 1
        }
        return nil
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { wanted in
                guard let text = bytes.baseAddress, let word = wanted.baseAddress else { return nil }
                var at = start
                while bytes.count - at >= wanted.count {
                    // The system's search for one byte is several times as fast as a loop.
                    guard let hit = memchr(text + at, Int32(wanted[0]), bytes.count - at - wanted.count + 1) else { return nil }
                    at = UnsafeRawPointer(hit) - text
                    if memcmp(text + at, word, wanted.count) == 0 { return at }
                    at += 1
                }
                return nil
            }
        }
    }
}
