import Foundation

/// Writes a card as one or more lines of 80 characters (FITS standard 4.0, section 4).
struct CardFormatter {
    private let card: FITSCard

    init(_ card: FITSCard) {
        self.card = card
    }

    func lines() -> [[UInt8]] {
        if FITSCard.commentary.contains(card.keyword) { return commentaryLines() }
        switch card.value {
        case .string(let text): return stringLines(Self.ascii(text))
        case .integer(let number): return [numberLine(String(number))]
        case .real(let number): return [numberLine(Self.text(of: number))]
        case .logical(let flag): return [numberLine(flag ? "T" : "F")]
        case nil: return [numberLine("")]
        }
    }

    static func padded(_ line: [UInt8]) -> [UInt8] {
        let cut = line.prefix(FITSHeader.cardLength)
        return Array(cut) + repeatElement(UInt8(ascii: " "), count: FITSHeader.cardLength - cut.count)
    }

    /// Shortest text that reads back as the same number; an undefined value (empty) for what is no number.
    static func text(of number: Double) -> String {
        guard number.isFinite else { return "" }
        let parts = "\(number)".split(separator: "e", maxSplits: 1).map(String.init)
        let mantissa = parts[0].contains(".") ? parts[0] : parts[0] + ".0"
        return parts.count == 2 ? "\(mantissa)E\(parts[1])" : mantissa
    }

    private static func ascii(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { (0x20...0x7e).contains($0.value) ? UInt8($0.value) : UInt8(ascii: "?") }
    }

    /// Keyword and `= `; the value of an ordinary keyword begins in column 11.
    private var opening: [UInt8] {
        let keyword = Self.ascii(card.keyword)
        let allowed = keyword.allSatisfy {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        guard keyword.count <= 8, allowed else {
            // An "=" inside a keyword would end it for every reader.
            return Array("HIERARCH ".utf8) + keyword.prefix(60).map { $0 == UInt8(ascii: "=") ? UInt8(ascii: "_") : $0 }
                + Array(" = ".utf8)
        }
        return keyword + repeatElement(UInt8(ascii: " "), count: 8 - keyword.count) + Array("= ".utf8)
    }

    private func numberLine(_ text: String) -> [UInt8] {
        let opening = self.opening
        // Fixed format: right-justified to column 30 where it fits.
        let blanks = max(0, (opening.count == 10 ? 20 : 0) - text.utf8.count)
        return withComment(opening + repeatElement(UInt8(ascii: " "), count: blanks) + Array(text.utf8))
    }

    private func withComment(_ line: [UInt8]) -> [UInt8] {
        guard let comment = card.comment, !comment.isEmpty, line.count + 4 < FITSHeader.cardLength else {
            return Self.padded(line)
        }
        return Self.padded(line + Array(" / ".utf8) + Self.ascii(comment))
    }

    private func commentaryLines() -> [[UInt8]] {
        let opening = Self.ascii(card.keyword) + repeatElement(UInt8(ascii: " "), count: 8 - card.keyword.utf8.count)
        let text = Self.ascii(card.comment ?? "")
        guard text.count > 72 else { return [Self.padded(opening + text)] }
        return stride(from: 0, to: text.count, by: 72).map { Self.padded(opening + text[$0..<min($0 + 72, text.count)]) }
    }

    /// The long-string convention (FITS standard 4.0, section 4.2.1.2): a piece that goes on ends in `&`.
    private func stringLines(_ text: [UInt8]) -> [[UInt8]] {
        let quote = UInt8(ascii: "'")
        let escaped = text.map { $0 == quote ? [quote, quote] : [$0] }
        var lines: [[UInt8]] = []
        var line = opening + [quote]
        var used = 0
        for (index, character) in escaped.enumerated() {
            let isLast = index == escaped.count - 1
            // Room for the closing quote, and for "&" where more follows.
            if line.count + character.count + (isLast ? 1 : 2) > FITSHeader.cardLength {
                lines.append(Self.padded(line + [UInt8(ascii: "&"), quote]))
                line = Array("CONTINUE  '".utf8)
                used = 0
            }
            line += character
            used += character.count
        }
        let fill = lines.isEmpty ? max(0, min(8 - used, FITSHeader.cardLength - 1 - line.count)) : 0
        line += Array(repeatElement(UInt8(ascii: " "), count: fill)) + [quote]
        if lines.isEmpty && line.count < 30 { line += Array(repeatElement(UInt8(ascii: " "), count: 30 - line.count)) }
        return lines + [withComment(line)]
    }
}
