/// The Minor Planet Center's packed dates: "K20CH" is 2020 December 17.
enum PackedDate {
    static func julianDate(_ packed: String) -> Double? {
        let digits = packed.utf8.map(value)
        guard digits.count == 5, let century = digits[0], let tens = digits[1], let ones = digits[2], let month = digits[3],
            let day = digits[4], tens < 10, ones < 10
        else { return nil }
        return CalendarDate.julianDate(year: Double(century * 100 + tens * 10 + ones), month: Double(month), day: Double(day))
    }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
        case UInt8(ascii: "A")...UInt8(ascii: "V"): Int(byte) - 55
        default: nil
        }
    }
}

enum CalendarDate {
    /// Julian date of a Gregorian date (Fliegel & Van Flandern 1968); the day may have a fraction.
    static func julianDate(year: Double, month: Double, day: Double) -> Double? {
        guard (1...9999).contains(year), (1...12).contains(month), (1..<32).contains(day) else { return nil }
        let (y, m) = (Int(year), Int(month))
        let a = (m - 14) / 12
        let number = 1461 * (y + 4800 + a) / 4 + 367 * (m - 2 - 12 * a) / 12 - 3 * ((y + 4900 + a) / 100) / 4 - 32075
        return Double(number) - 0.5 + day
    }
}
