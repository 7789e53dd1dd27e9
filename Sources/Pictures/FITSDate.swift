import Foundation

/// Dates of FITS headers, which are UTC: `yyyy-MM-dd`, with or without `Thh:mm:ss.s`.
enum FITSDate {
    /// - Parameter time: where the date stands alone, `hh:mm:ss.s` of a card of its own.
    static func parse(_ text: String?, time: String?) -> Date? {
        guard let text else { return nil }
        let halves = text.split(separator: "T", maxSplits: 1)
        guard let day = halves.first else { return nil }
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1800...3000).contains(parts[0]), (1...12).contains(parts[1]), (1...31).contains(parts[2])
        else { return nil }
        let clock = halves.count > 1 ? String(halves[1]) : time ?? "00:00:00"
        let fields = clock.filter { $0 != "Z" && $0 != " " }.split(separator: ":").compactMap { Double($0) }
        guard fields.count == 3, (0..<24).contains(fields[0]), (0..<60).contains(fields[1]), (0..<61).contains(fields[2])
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))?
            .addingTimeInterval(fields[0] * 3600 + fields[1] * 60 + fields[2])
    }
}
