import Foundation

/// Dates as the API writes them, UTC, with microseconds where there are any.
enum RESTDate {
    static func text(_ date: Date) -> String {
        let microseconds = (date.timeIntervalSince1970 * 1e6).rounded()
        guard microseconds.isFinite, abs(microseconds) < 2.5e17 else { return "" }
        let total = Int64(microseconds)
        let fraction = ((total % 1_000_000) + 1_000_000) % 1_000_000
        let whole = Date(timeIntervalSince1970: Double((total - fraction) / 1_000_000))
        let text = whole.formatted(.iso8601).dropLast()
        return fraction == 0 ? "\(text)Z" : "\(text).\(String(fraction + 1_000_000).dropFirst())Z"
    }

    /// - Parameter text: `2026-11-21T20:15:00`, with up to nine decimals, and a zone; without one it is UTC.
    static func date(_ text: String) -> Date? {
        var whole = text
        var microseconds: Int64 = 0
        if let dot = text.firstIndex(of: ".") {
            let digits = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, digits.count < 10, let part = Int64((digits + "00000").prefix(6)) else { return nil }
            microseconds = part
            whole = String(text[..<dot] + text[digits.endIndex...])
        }
        // Behind the date's own dashes one can only be a zone's.
        let hasZone = whole.last == "Z" || whole.dropFirst(11).contains { $0 == "+" || $0 == "-" }
        guard let date = try? Date(hasZone ? whole : "\(whole)Z", strategy: .iso8601) else { return nil }
        // One division of whole numbers gives the nearest date there is, so that what was written is read back the same.
        let seconds = Int64(date.timeIntervalSince1970.rounded())
        return Date(timeIntervalSince1970: Double(seconds * 1_000_000 + microseconds) / 1_000_000)
    }
}
