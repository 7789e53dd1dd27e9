import GRDB
import Observations

/// Counts the observations whose number in one field lies in a range, from the bins that the database keeps: only the bins at the
/// ends are looked into.
struct FieldCount {
    private let column: String
    /// Bins a unit: a power of two, so that the ends of bins are exact.
    private let scale: Double
    private let isWhole: Bool
    private var low = -Double.infinity
    private var high = Double.infinity
    private var includesLow = true
    private var includesHigh = true

    /// - Returns: nil where the filters are not ranges of one number.
    init?(_ filters: [FieldFilter]) {
        guard let field = filters.first?.field, filters.allSatisfy({ $0.field == field }),
            let column = FilterColumns.observation[field], let scale = Self.scales[column]
        else { return nil }
        (self.column, self.scale, isWhole) = (column, scale, field.kind == .integer)
        for filter in filters {
            switch filter.test {
            case .below(let value):
                guard let number = Self.number(value) else { return nil }
                limit(high: number, false)
            case .atMost(let value):
                guard let number = Self.number(value) else { return nil }
                limit(high: number, true)
            case .above(let value):
                guard let number = Self.number(value) else { return nil }
                limit(low: number, false)
            case .atLeast(let value):
                guard let number = Self.number(value) else { return nil }
                limit(low: number, true)
            case .isAny(let values):
                guard values.count == 1, let number = Self.number(values[0]) else { return nil }
                limit(low: number, true)
                limit(high: number, true)
            case .holds, .isMissing: return nil
            }
        }
    }

    func run(_ db: Database) throws -> Int {
        guard low <= high else { return 0 }
        if isWhole { return try whole(db) }
        let (first, last) = (bin(low), bin(high))
        if first == last { return try inside(db, from: low, includesLow, to: high, includesHigh) }
        let sql = "SELECT coalesce(sum(n), 0) FROM observation_bin WHERE field = ? AND bin > ? AND bin < ?"
        var count = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [column, first, last]) ?? 0
        if low.isFinite { count += try inside(db, from: low, includesLow, to: end(of: first), endIsInside(first)) }
        if high.isFinite { count += try inside(db, from: start(of: last), startIsInside(last), to: high, includesHigh) }
        return count
    }

    /// Whole numbers have bins of their own.
    private func whole(_ db: Database) throws -> Int {
        let first = low.isFinite ? bin(low.rounded(.up)) + (!includesLow && low == low.rounded() ? 1 : 0) : .min
        let last = high.isFinite ? bin(high.rounded(.down)) - (!includesHigh && high == high.rounded() ? 1 : 0) : .max
        let sql = "SELECT coalesce(sum(n), 0) FROM observation_bin WHERE field = ? AND bin >= ? AND bin <= ?"
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [column, first, last]) ?? 0
    }

    /// Bins are cut towards zero: bin 0 is twice as wide as the others.
    private func bin(_ value: Double) -> Int64 {
        value == -.infinity ? .min : value == .infinity ? .max : Int64(max(-9e18, min(9e18, value * scale)))
    }

    private func start(of bin: Int64) -> Double { Double(bin > 0 ? bin : bin - 1) / scale }
    private func startIsInside(_ bin: Int64) -> Bool { bin > 0 }
    private func end(of bin: Int64) -> Double { Double(bin < 0 ? bin : bin + 1) / scale }
    private func endIsInside(_ bin: Int64) -> Bool { bin < 0 }

    private func inside(_ db: Database, from low: Double, _ includesLow: Bool, to high: Double, _ includesHigh: Bool) throws -> Int {
        let sql = """
            SELECT count(*) FROM observation WHERE \(column) \(includesLow ? ">=" : ">") ? AND \(column) \(includesHigh ? "<=" : "<") ?
            """
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [low, high]) ?? 0
    }

    private mutating func limit(low value: Double, _ includes: Bool) {
        if value > low { (low, includesLow) = (value, includes) } else if value == low { includesLow = includesLow && includes }
    }

    private mutating func limit(high value: Double, _ includes: Bool) {
        if value < high { (high, includesHigh) = (value, includes) } else if value == high { includesHigh = includesHigh && includes }
    }

    private static func number(_ value: FieldFilter.Value) -> Double? {
        switch value {
        case .number(let number): number
        case .integer(let number): Double(number)
        case .text, .flag: nil
        }
    }

    /// As in the schema.
    private static let scales: [String: Double] = [
        "field_ra": 1, "field_dec": 1, "field_fov": 16, "ra_min": 1, "ra_max": 1, "dec_min": 1, "dec_max": 1, "date": 1 / 65_536,
        "magnitude": 16, "exposure_seconds": 1, "focal_length": 1, "stacked_images": 1,
    ]
}
