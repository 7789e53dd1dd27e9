import Foundation
import GRDB

/// Reads the columns of a row from left to right: names would be looked up once per value, some 6,000 times a page.
struct RowReader {
    private let row: Row
    private var index: Int

    init(_ row: Row, from index: Int = 0) {
        self.row = row
        self.index = index
    }

    mutating func next<T: DatabaseValueConvertible & StatementColumnConvertible>() -> T {
        defer { index += 1 }
        return row[index]
    }

    mutating func optional<T: DatabaseValueConvertible & StatementColumnConvertible>() -> T? {
        defer { index += 1 }
        return row[index]
    }

    mutating func date() -> Date? {
        let seconds: Double? = optional()
        return seconds.map { Date(timeIntervalSince1970: $0) }
    }
}
