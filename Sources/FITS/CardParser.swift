/// Reads the 80 characters of one card.
struct CardParser {
    private let bytes: [UInt8]

    /// - Parameter bytes: 80 printable ASCII characters.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func isEnd(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "END     ".utf8)
    }

    func parse() -> FITSCard {
        let name = text(bytes[..<8])
        if name == "HIERARCH", let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
            let words = text(bytes[8..<equals]).split(separator: " ").joined(separator: " ")
            return card(words, valueFrom: equals + 1)
        }
        if name == "CONTINUE" { return card(name, valueFrom: 8) }
        guard !FITSCard.commentary.contains(name), bytes[8] == UInt8(ascii: "="), bytes[9] == UInt8(ascii: " ") else {
            return FITSCard(name, nil, comment: text(bytes[8...]))
        }
        return card(name, valueFrom: 10)
    }

    private func card(_ keyword: String, valueFrom start: Int) -> FITSCard {
        let rest = bytes[start...].drop { $0 == UInt8(ascii: " ") }
        if rest.first == UInt8(ascii: "'") { return stringCard(keyword, rest.dropFirst()) }
        let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        return FITSCard(keyword, Self.value(text(rest[..<slash])), comment: comment(from: slash))
    }

    private func stringCard(_ keyword: String, _ rest: ArraySlice<UInt8>) -> FITSCard {
        var characters: [UInt8] = []
        var index = rest.startIndex
        while index < rest.endIndex {
            if rest[index] == UInt8(ascii: "'") {
                index += 1
                // Two quotes stand for one in the text; a single one ends it.
                guard index < rest.endIndex, rest[index] == UInt8(ascii: "'") else { break }
            }
            characters.append(rest[index])
            index += 1
        }
        let slash = index < rest.endIndex ? rest[index...].firstIndex(of: UInt8(ascii: "/")) : nil
        return FITSCard(keyword, .string(text(characters[...])), comment: comment(from: slash ?? rest.endIndex))
    }

    private func comment(from slash: Int) -> String? {
        guard slash + 1 < bytes.endIndex else { return nil }
        let words = text(bytes[(slash + 1)...].drop { $0 == UInt8(ascii: " ") })
        return words.isEmpty ? nil : words
    }

    /// Without trailing blanks, which FITS does not count.
    private func text(_ slice: ArraySlice<UInt8>) -> String {
        let end = slice.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? slice.startIndex
        return String(decoding: slice[slice.startIndex..<end], as: UTF8.self)
    }

    private static func value(_ text: String) -> FITSValue? {
        if text == "T" { return .logical(true) }
        if text == "F" { return .logical(false) }
        if let number = Int(text) { return .integer(number) }
        // Fortran writes D for the exponent; Swift would also read "nan" and hexadecimal, which are no FITS numbers.
        let number = text.map { "dD".contains($0) ? "E" : String($0) }.joined()
        guard !number.isEmpty, number.allSatisfy({ "+-.0123456789eE".contains($0) }) else { return nil }
        guard let real = Double(number), real.isFinite else { return nil }
        return .real(real)
    }
}
