package import Foundation
package import Raster

/// When a picture was taken, in UTC, and how that is known.
package struct CaptureDate: Sendable, Hashable {
    package var date: Date
    /// `DATE-OBS`, `EXIF offset`, `EXIF GPS`, `EXIF zone` or `file`.
    package var source: String

    /// - Parameters:
    ///   - modified: the file's time, for pictures that say nothing.
    ///   - zone: of EXIF times that name none.
    package init(_ capture: CaptureFacts, modified: Date, zone: TimeZone) {
        let local = capture.dateTimeOriginal.flatMap { Self.components($0, subSeconds: capture.subSeconds) }
        if let date = capture.dateObs {
            self.init(date, "DATE-OBS")
        } else if let local, let offset = capture.offset.flatMap(Self.offset), let date = Self.date(local, in: offset) {
            self.init(date, "EXIF offset")
        } else if let date = capture.gpsDateTime, Self.agrees(date, with: local) {
            self.init(date, "EXIF GPS")
        } else if let local, let date = Self.date(local, in: zone) {
            self.init(date, "EXIF zone")
        } else {
            self.init(modified, "file")
        }
    }

    private init(_ date: Date, _ source: String) {
        self.date = date
        self.source = source
    }

    /// yymmdd in UTC: the beginning of a task id.
    package var day: String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return [parts.year ?? 0, parts.month ?? 0, parts.day ?? 0]
            .map { $0 % 100 < 10 ? "0\($0 % 100)" : "\($0 % 100)" }.joined()
    }

    /// "yyyy:MM:dd HH:mm:ss"; nil for blanks, zeros and days that do not exist, all of which cameras write.
    private static func components(_ text: String, subSeconds: String?) -> (DateComponents, fraction: Double)? {
        let fields = text.split { $0 == ":" || $0 == " " || $0 == "-" || $0 == "T" }
        let numbers = fields.compactMap { Int($0) }
        guard fields.count == 6, numbers.count == 6 else { return nil }
        var parts = DateComponents()
        (parts.year, parts.month, parts.day) = (numbers[0], numbers[1], numbers[2])
        (parts.hour, parts.minute, parts.second) = (numbers[3], numbers[4], numbers[5])
        guard (1800...9999).contains(numbers[0]), (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
            (0...23).contains(numbers[3]), (0...59).contains(numbers[4]), (0...60).contains(numbers[5])
        else { return nil }
        let digits = (subSeconds ?? "").trimmingCharacters(in: .whitespaces)
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
        return (parts, isNumber ? Double("0.\(digits)") ?? 0 : 0)
    }

    private static func date(_ local: (DateComponents, fraction: Double), in zone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        guard let date = calendar.date(from: local.0) else { return nil }
        // 31 February would be taken for a day in March.
        guard
            calendar.component(.day, from: date.addingTimeInterval(-1)) == local.0.day
                || calendar.component(.day, from: date) == local.0.day
        else { return nil }
        return date.addingTimeInterval(local.fraction)
    }

    /// "+01:00", "-0330", "Z".
    private static func offset(_ text: String) -> TimeZone? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if trimmed == "Z" { return .gmt }
        guard let sign = trimmed.first, sign == "+" || sign == "-" else { return nil }
        let digits = trimmed.dropFirst().filter { $0 != ":" }
        guard digits.utf8.count == 4, let value = Int(digits), value / 100 <= 14, value % 100 < 60 else { return nil }
        let seconds = (value / 100) * 3600 + (value % 100) * 60
        return TimeZone(secondsFromGMT: sign == "-" ? -seconds : seconds)
    }

    /// A camera that has lost its satellites writes an old GPS time: it must be within the zones' reach of its own clock.
    private static func agrees(_ gps: Date, with local: (DateComponents, fraction: Double)?) -> Bool {
        guard let local, let clock = date(local, in: .gmt) else { return true }
        return abs(gps.timeIntervalSince(clock)) <= 15 * 3600
    }
}
