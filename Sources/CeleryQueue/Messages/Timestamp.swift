package import Foundation

/// Times as Celery writes them: ISO 8601, with a zone; one without a zone is UTC.
package enum Timestamp {
    /// Reads `2026-11-22T16:28:44.794396+00:00` and its like: a space for the T, a Z, `+0200`, no seconds, the date alone.
    /// Nil where it is none, or no day of the calendar.
    package static func parse(_ text: String) -> Date? {
        var reader = Reader(Array(text.utf8))
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), year >= 1, isDay(year, month, day)
        else { return nil }
        var seconds = Double(days(year, month, day)) * 86400
        if reader.isAtEnd { return Date(timeIntervalSince1970: seconds) }
        guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.digits(2), hour < 24, reader.take(":"),
            let minute = reader.digits(2), minute < 60
        else { return nil }
        seconds += Double(hour * 3600 + minute * 60)
        if reader.take(":") {
            // 60: a leap second, which is the next minute's first.
            guard let second = reader.digits(2), second <= 60 else { return nil }
            seconds += Double(second)
            if reader.take(".") || reader.take(",") {
                guard let part = reader.fraction() else { return nil }
                seconds += part
            }
        }
        guard let offset = reader.zone(), reader.isAtEnd else { return nil }
        return Date(timeIntervalSince1970: seconds - Double(offset))
    }

    /// In UTC, to the microsecond.
    package static func text(_ date: Date) -> String {
        // Years 1 to 9999: what Python can read.
        let clamped = min(253_402_300_799, max(-62_135_596_800, date.timeIntervalSince1970))
        let micros = Int64((clamped * 1e6).rounded())
        let (day, rest) = (micros.flooredQuotient(86_400_000_000), micros.flooredRemainder(86_400_000_000))
        let (year, month, dayOfMonth) = calendarDay(Int(day))
        let second = Int(rest / 1_000_000)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let fraction = String(Int(rest % 1_000_000) + 1_000_000).dropFirst()
        return String("0000\(year)".suffix(4)) + "-\(two(month))-\(two(dayOfMonth))T\(two(second / 3600)):\(two(second / 60 % 60)):"
            + "\(two(second % 60)).\(fraction)+00:00"
    }

    private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970-01-01 in the Gregorian calendar; the year is taken to begin in March, so that the leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let sinceMarch = (month + 9) % 12
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (sinceMarch * 306 + 5) / 10 + day - 1 - 719_468
    }

    private static func calendarDay(_ days: Int) -> (year: Int, month: Int, day: Int) {
        // A guess that is never too early, and at most one too late.
        var year = 1970 + Int((Double(days) / 365.2425).rounded(.up))
        while self.days(year, 1, 1) > days { year -= 1 }
        var month = 12
        while self.days(year, month, 1) > days { month -= 1 }
        return (year, month, days - self.days(year, month, 1) + 1)
    }
}

private struct Reader {
    let bytes: [UInt8]
    var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        guard place + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[place..<place + count] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        place += count
        return value
    }

    mutating func fraction() -> Double? {
        let start = place
        while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
        guard place > start, place - start <= 18 else { return nil }
        return Double("0." + String(decoding: bytes[start..<place], as: UTF8.self))
    }

    /// Seconds east of Greenwich.
    mutating func zone() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = digits(2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 3600 }
        _ = take(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        var offset = hours * 3600 + minutes * 60
        if take(":") {
            guard let seconds = digits(2), seconds < 60 else { return nil }
            offset += seconds
        }
        return sign * offset
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 { self / divisor - (self % divisor < 0 ? 1 : 0) }
    fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 { let rest = self % divisor; return rest < 0 ? rest + divisor : rest }
}
