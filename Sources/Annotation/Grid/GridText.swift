import Foundation

/// Coordinates in words, with as many parts as the step between lines asks for.
enum GridText {
    private static let minus = "\u{2212}"
    /// Thinner than a blank.
    private static let gap = "\u{2009}"

    static func longitude(_ value: Double, step: Double, system: GridSystem) -> String {
        let turned = value.truncatingRemainder(dividingBy: 360)
        // Minus zero would show its sign.
        let positive = (turned < 0 ? turned + 360 : turned).magnitude
        switch system {
        case .equatorial:
            return parts(positive / 15, step: step / 15, turn: 24, units: ("ʰ", "ᵐ", "ˢ"))
        case .galactic: return "l" + gap + decimal(positive, step: step, turn: 360)
        case .ecliptic: return "λ" + gap + decimal(positive, step: step, turn: 360)
        }
    }

    static func latitude(_ value: Double, step: Double, system: GridSystem) -> String {
        let sign = abs(value) < step * 1e-6 ? "" : value < 0 ? minus : "+"
        switch system {
        case .equatorial: return sign + parts(abs(value), step: step, turn: nil, units: ("°", "′", "″"))
        case .galactic: return "b" + gap + sign + decimal(abs(value), step: step, turn: nil)
        case .ecliptic: return "β" + gap + sign + decimal(abs(value), step: step, turn: nil)
        }
    }

    private static func decimal(_ value: Double, step: Double, turn: Double?) -> String {
        let digits = digits(of: step)
        let text = String(format: "%.\(digits)f", value)
        return (turn != nil && Double(text) == turn ? String(format: "%.\(digits)f", 0.0) : text) + "°"
    }

    /// Whole units, sixtieths and their sixtieths, of which the small ones only where lines fall between the larger.
    private static func parts(
        _ value: Double, step: Double, turn: Double?, units: (String, String, String)
    ) -> String {
        let places = isWhole(step * 3600) ? 0 : digits(of: step * 3600)
        let fine = pow(10, Double(places))
        var count = (value * 3600 * fine).rounded()
        if let turn, count >= turn * 3600 * fine { count -= turn * 3600 * fine }
        let seconds = (count / fine).truncatingRemainder(dividingBy: 60)
        let minutes = ((count / fine / 60).rounded(.down)).truncatingRemainder(dividingBy: 60)
        var text = String(format: "%.0f", (count / fine / 3600).rounded(.down)) + units.0
        if isWhole(step) { return text }
        text += gap + String(format: "%02.0f", minutes) + units.1
        if isWhole(step * 60) { return text }
        let width = places == 0 ? 2 : places + 3
        return text + gap + String(format: "%0\(width).\(places)f", seconds) + units.2
    }

    private static func isWhole(_ number: Double) -> Bool {
        number > 0.5 && abs(number - number.rounded()) < 1e-6 * number
    }

    /// Decimals a number needs, at most 4.
    private static func digits(of number: Double) -> Int {
        (0...4).first { digits in
            let scaled = number * pow(10, Double(digits))
            return abs(scaled - scaled.rounded()) < 1e-4 * scaled && scaled > 0.5
        } ?? 4
    }
}
