import Foundation

/// Dates as the API reads and writes them, UTC. Written by hand: a page of a hundred observations asks for it often.
enum DateTime {
    /// `2026-11-21T20:15:00Z`, with microseconds where there are any.
    static func text(_ date: Date) -> String {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        guard microseconds.isFinite, abs(microseconds) < 2.5e17 else { return "" }
        let total = Int64(microseconds)
        let (days, inDay) = floorDivide(total, 86_400_000_000)
        let (seconds, fraction) = floorDivide(inDay, 1_000_000)
        let day = civil(days)
        let clock = "\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
        let part = fraction == 0 ? "" : ".\(pad(fraction, 6))"
        return "\(pad(day.year, 4))-\(pad(day.month, 2))-\(pad(day.day, 2))T\(clock)\(part)Z"
    }

    /// Reads `YYYY-MM-DD hh:mm[:ss[.uuuuuu]][Z|±hh[:]mm]` with a blank or `T` between; without a zone it is UTC.
    static func date(from text: String) -> Date? {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int) -> Int64? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
            defer { rest = rest.dropFirst(digits) }
            return rest.prefix(digits).reduce(0) { $0 * 10 + Int64($1 - 48) }
        }
        func take(_ characters: String) -> UInt8? {
            guard let first = rest.first, characters.utf8.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
        guard let year = number(4), take("-") != nil, let month = number(2), take("-") != nil, let day = number(2),
            take("Tt ") != nil, let hour = number(2), take(":") != nil, let minute = number(2),
            year >= 1, hour < 24, minute < 60, isDay(year, month, day)
        else { return nil }
        var (seconds, microseconds) = (Int64(0), Int64(0))
        if take(":") != nil {
            guard let whole = number(2), whole < 60 else { return nil }
            seconds = whole
            if take(".,") != nil {
                let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
                guard (1...6).contains(digits.count), let part = number(digits.count) else { return nil }
                microseconds = (digits.count..<6).reduce(part) { microseconds, _ in microseconds * 10 }
            }
        }
        var offset: Int64 = 0
        if take("Zz") == nil, let sign = take("+-") {
            guard let hours = number(2), hours < 24 else { return nil }
            _ = take(":")
            let minutes = rest.isEmpty ? 0 : number(2)
            guard let minutes, minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
        }
        guard rest.isEmpty else { return nil }
        let whole = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + seconds - offset
        // One division of whole numbers gives the nearest date there is, so that what was written is read back the same.
        return Date(timeIntervalSince1970: Double(whole * 1_000_000 + microseconds) / 1_000_000)
    }

    private static func isDay(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
        guard (1...12).contains(month), (1...31).contains(day) else { return false }
        return civil(days(year, month, day)) == (year, month, day)
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return text.count < width ? String(repeating: "0", count: width - text.count) + text : text
    }

    private static func floorDivide(_ a: Int64, _ b: Int64) -> (quotient: Int64, remainder: Int64) {
        let (q, r) = a.quotientAndRemainder(dividingBy: b)
        return r < 0 ? (q - 1, r + b) : (q, r)
    }

    /// Days since 1970-01-01 of a day of the Gregorian calendar; eras of 400 years that begin on 1 March make leap
    /// days fall at the end.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(y, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let m = (5 * dayOfYear + 2) / 153
        let month = m < 10 ? m + 3 : m - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
    }
}
