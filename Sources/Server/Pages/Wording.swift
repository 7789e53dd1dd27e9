import Foundation
import Observations

/// Numbers and states in the words of the pages.
enum Wording {
    /// Colour class of a status.
    static func tone(_ status: ObservationStatus) -> String {
        switch status {
        case .done: "good"
        case .failed, .failedSubmitting: "bad"
        case .pending, .submitting, .submitted, .processed, .waiting, .removing: "busy"
        default: "wait"
        }
    }

    /// `05h 35m 17.3s  −05° 23′ 28″`
    static func position(ra: Double, dec: Double) -> String { "\(hours(ra))  \(degrees(dec))" }

    static func hours(_ ra: Double) -> String {
        guard ra.isFinite, abs(ra) < 1e6 else { return "" }
        let turned = ra.truncatingRemainder(dividingBy: 360)
        let tenths = Int(((turned < 0 ? turned + 360 : turned) / 15 * 36_000).rounded()) % 864_000
        let seconds = "\(two(tenths / 10 % 60)).\(tenths % 10)s"
        return "\(two(tenths / 36_000))h \(two(tenths / 600 % 60))m \(seconds)"
    }

    static func degrees(_ dec: Double) -> String {
        guard dec.isFinite, abs(dec) <= 90 else { return "" }
        let seconds = Int((abs(dec) * 3600).rounded())
        return "\(dec < 0 ? "−" : "+")\(two(seconds / 3600))° \(two(seconds / 60 % 60))′ \(two(seconds % 60))″"
    }

    /// An angle with as many digits as it deserves, with its unit.
    static func angle(_ degrees: Double) -> String {
        switch degrees {
        case 10...: "\(number(degrees, digits: 1))°"
        case 1...: "\(number(degrees, digits: 2))°"
        case (1 / 60.0)...: "\(number(degrees * 60, digits: 1))′"
        default: "\(number(degrees * 3600, digits: 1))″"
        }
    }

    static func field(of observation: Observation) -> String? {
        if let radius = observation.fieldFOV, radius > 0 { return "\(angle(2 * radius)) across" }
        return nil
    }

    static func date(_ date: Date) -> String {
        DateTime.text(date).prefix(16).replacing("T", with: " ") + " UTC"
    }

    static func second(_ date: Date) -> String {
        DateTime.text(date).prefix(19).replacing("T", with: " ") + " UTC"
    }

    static func bytes(_ count: Int64) -> String {
        let steps: [(Double, String)] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
        for (unit, name) in steps where Double(count) >= unit {
            return "\(number(Double(count) / unit, digits: 1)) \(name)"
        }
        return "\(count) bytes"
    }

    static func number(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let text = String(format: "%.\(digits)f", value)
        // Next to nothing below zero is nothing.
        return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) } ? String(text.dropFirst()) : text
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
