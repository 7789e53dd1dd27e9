/// The parts of a task id: yymmdd, a number of three or more digits, a postfix.
package struct TaskIDName: Sendable {
    package let date: String
    package let postfix: String

    /// - Parameter date: yyyymmdd or yymmdd, a day of the calendar.
    /// - Throws: `RepositoryError.invalid`.
    package init(date: String, postfix: String) throws {
        let digits = date.utf8.compactMap { (48...57).contains($0) ? Int($0) - 48 : nil }
        guard digits.count == date.utf8.count, digits.count == 8 || digits.count == 6 else {
            throw RepositoryError.invalid(field: "timestamp", message: "A date yyyymmdd is wanted, not “\(date)”.")
        }
        let short = digits.suffix(6).map { $0 }
        let (month, day) = (short[2] * 10 + short[3], short[4] * 10 + short[5])
        let century = digits.count == 8 ? digits[0] * 10 + digits[1] : 20
        let year = century * 100 + short[0] * 10 + short[1]
        guard (1...12).contains(month), day >= 1, day <= Self.days(month: month, year: year) else {
            throw RepositoryError.invalid(field: "timestamp", message: "“\(date)” is no day of the calendar.")
        }
        // A postfix that began with a digit could make the task id of another number.
        let allowed = postfix.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 95 || $0 == 45 }
        guard allowed, postfix.utf8.count <= 20, !(postfix.utf8.first.map { (48...57).contains($0) } ?? false) else {
            throw RepositoryError.invalid(
                field: "taskid_postfix",
                message: "At most 20 letters, digits, - and _ are allowed, and no digit at the start.")
        }
        self.date = String(date.suffix(6))
        self.postfix = postfix
    }

    package func taskID(number: Int) -> String {
        let digits = String(number)
        return date + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + postfix
    }

    private static func isLetterOrDigit(_ c: UInt8) -> Bool {
        (48...57).contains(c) || (65...90).contains(c) || (97...122).contains(c)
    }

    private static func days(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
