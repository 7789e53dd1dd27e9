import Foundation

/// Dates of HTTP headers: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7; the two obsolete forms are not read).
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ date: Date) -> String {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        let text = DateTime.text(Date(timeIntervalSince1970: seconds))
        guard text.utf8.count == 20, let month = Int(text.dropFirst(5).prefix(2)), (1...12).contains(month) else {
            return ""
        }
        let weekday = Int((seconds / 86_400).rounded(.down)) % 7
        let (year, day, clock) = (text.prefix(4), text.dropFirst(8).prefix(2), text.dropFirst(11).prefix(8))
        return "\(days[(weekday + 7) % 7]), \(day) \(months[month - 1]) \(year) \(clock) GMT"
    }

    static func date(from text: String) -> Date? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return DateTime.date(from: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
