import Foundation

extension Colour {
    /// A colour as CSS Color 4 writes it: a name, `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`, `hsl()`, `hsla()` with
    /// commas or spaces, numbers or percentages. nil for anything else.
    public init?(css text: String) {
        // The longest sensible spelling is far shorter; nobody has a megabyte of text taken apart to learn that it is no colour.
        guard text.utf8.count <= 128 else { return nil }
        let word = text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        if word.hasPrefix("#") {
            guard let colour = Self.hexadecimal(word.dropFirst()) else { return nil }
            self = colour
        } else if word.hasSuffix(")"), let open = word.firstIndex(of: "(") {
            let arguments = word[word.index(after: open)...].dropLast()
            guard let colour = Self.function(String(word[..<open]), arguments) else { return nil }
            self = colour
        } else if word == "transparent" {
            self.init(0, 0, 0, alpha: 0)
        } else {
            guard let value = CSSColourNames.values[word] else { return nil }
            self.init(hexadecimal: value)
        }
    }

    /// `#rrggbb`, and `#rrggbbaa` where it is not opaque.
    public var css: String {
        func byte(_ part: Double) -> String {
            let value = Int((min(1, max(0, part.isFinite ? part : 0)) * 255).rounded())
            return (value < 16 ? "0" : "") + String(value, radix: 16)
        }
        return "#" + byte(red) + byte(green) + byte(blue) + (alpha < 1 ? byte(alpha) : "")
    }

    init(hexadecimal value: UInt32) {
        self.init(Double(value >> 16 & 255) / 255, Double(value >> 8 & 255) / 255, Double(value & 255) / 255)
    }

    private static func hexadecimal(_ digits: Substring) -> Colour? {
        let values = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
        guard values.count == digits.count else { return nil }
        let parts: [Double]
        switch values.count {
        case 3, 4: parts = values.map { Double($0) / 15 }
        case 6, 8: parts = stride(from: 0, to: values.count, by: 2).map { Double(values[$0] * 16 + values[$0 + 1]) / 255 }
        default: return nil
        }
        return Colour(parts[0], parts[1], parts[2], alpha: parts.count == 4 ? parts[3] : 1)
    }

    private static func function(_ name: String, _ text: Substring) -> Colour? {
        guard let (parts, alpha) = arguments(text) else { return nil }
        switch name {
        case "rgb", "rgba":
            let values = parts.compactMap { number($0, percentIsOne: 255).map { min(1, max(0, $0 / 255)) } }
            return values.count == 3 ? Colour(values[0], values[1], values[2], alpha: alpha) : nil
        case "hsl", "hsla":
            guard let hue = hue(parts[0]), let saturation = number(parts[1], percentIsOne: 100),
                let lightness = number(parts[2], percentIsOne: 100)
            else { return nil }
            return hsl(hue, min(1, max(0, saturation / 100)), min(1, max(0, lightness / 100)), alpha)
        default: return nil
        }
    }

    /// The three parts and the alpha: "a, b, c", "a, b, c, d", "a b c", "a b c / d".
    private static func arguments(_ text: Substring) -> ([Substring], Double)? {
        var parts: [Substring]
        if text.contains(",") {
            parts = text.split(separator: ",", omittingEmptySubsequences: false)
        } else {
            let halves = text.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count <= 2 else { return nil }
            parts = halves[0].split(whereSeparator: \.isWhitespace)
            guard parts.count == 3 else { return nil }
            if halves.count == 2 { parts.append(halves[1]) }
        }
        parts = parts.map { trimmed($0) }
        guard parts.count == 3 || parts.count == 4 else { return nil }
        guard parts.count == 4 else { return (parts, 1) }
        guard let alpha = number(parts[3], percentIsOne: 1) else { return nil }
        return (Array(parts.prefix(3)), min(1, max(0, alpha)))
    }

    private static func number(_ text: Substring, percentIsOne whole: Double) -> Double? {
        if text == "none" { return 0 }
        if text.hasSuffix("%") { return plain(text.dropLast()).map { $0 / 100 * whole } }
        return plain(text)
    }

    private static func hue(_ text: Substring) -> Double? {
        if text == "none" { return 0 }
        for (unit, degrees) in [("deg", 1), ("grad", 0.9), ("rad", 180 / Double.pi), ("turn", 360)] where text.hasSuffix(unit) {
            return plain(text.dropLast(unit.count)).map { $0 * degrees }
        }
        return plain(text)
    }

    /// A finite decimal number; not "nan", "inf" or "0x1p3", which `Double` would take too.
    private static func plain(_ text: Substring) -> Double? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.e".contains($0)) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return text[first...last]
    }

    /// CSS Color 4, section 7.1: a colour of the hexcone.
    private static func hsl(_ hue: Double, _ saturation: Double, _ lightness: Double, _ alpha: Double) -> Colour {
        let amplitude = saturation * min(lightness, 1 - lightness)
        func part(_ offset: Double) -> Double {
            var k = (offset + hue / 30).truncatingRemainder(dividingBy: 12)
            if k < 0 { k += 12 }
            return lightness - amplitude * max(-1, min(k - 3, 9 - k, 1))
        }
        return Colour(part(0), part(8), part(4), alpha: alpha)
    }
}
