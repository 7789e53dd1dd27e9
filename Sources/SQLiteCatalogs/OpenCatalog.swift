import Ephemeris
import Foundation
import GRDB
import Observations

/// One catalogue's file, open for reading. A file is never changed: a new one takes its place. Calls block.
final class OpenCatalog: Sendable {
    /// Tells one file from the one that took its place.
    struct Stamp: Hashable, Sendable {
        var device, inode: UInt64
        var seconds, size: Int

        /// Nil where there is no file.
        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
            (seconds, size) = (status.st_mtim.tv_sec, Int(status.st_size))
        }
    }

    let catalog: ListedCatalog
    let stamp: Stamp
    let database: DatabaseQueue
    let record: CatalogRecord

    init(_ catalog: ListedCatalog, path: String, stamp: Stamp) throws {
        (self.catalog, self.stamp) = (catalog, stamp)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = catalog.rawValue
        database = try DatabaseQueue(path: path, configuration: configuration)
        record = try database.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT origin, date, rows, bad_lines, tag, modified FROM record") else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no record of its origin")
            }
            return CatalogRecord(
                origin: row[0], date: Date(timeIntervalSince1970: row[1]), rows: row[2], badLines: row[3], tag: row[4], modified: row[5])
        }
    }

    /// The asteroid or comet of a row.
    static func body(_ row: Row, of catalog: ListedCatalog) -> SmallBody? {
        let (h, slope): (Double?, Double?) = (row["absolute_magnitude"], row["slope"])
        if catalog == .asteroids {
            return Orbit(
                semimajorAxis: row["semimajor_axis"], eccentricity: row["eccentricity"], meanAnomaly: row["mean_anomaly"],
                epoch: row["epoch"], argument: row["argument"], node: row["node"], inclination: row["inclination"]
            ).map { SmallBody(name: row["designation"], body: .asteroid($0, h: h, g: slope ?? 0.15)) }
        }
        let seconds: Double = row["perihelion_time"]
        return Orbit(
            perihelionDistance: row["perihelion_distance"], eccentricity: row["eccentricity"],
            perihelionTime: JulianDate.terrestrial(seconds), argument: row["argument"], node: row["node"], inclination: row["inclination"]
        ).map { SmallBody(name: row["designation"], body: .comet($0, m1: h, k: slope ?? 4)) }
    }

    /// The best matches of a name, the closest first.
    func bodies(named name: String, exactly: Bool, limit: Int) throws -> [SmallBody] {
        let wanted = name.trimmingCharacters(in: .whitespaces).lowercased()
        guard !wanted.isEmpty, wanted.utf8.count < 200 else { return [] }
        return try database.read { db in
            for (condition, value) in Self.readings(wanted, exactly, catalog) {
                let sql = "SELECT * FROM entry WHERE \(condition) LIMIT \(limit)"
                let found = try Row.fetchAll(db, sql: sql, arguments: [value]).compactMap { Self.body($0, of: catalog) }
                if !found.isEmpty { return found }
            }
            return []
        }
    }

    /// What a name can mean, the likeliest first.
    private static func readings(
        _ wanted: String, _ exactly: Bool, _ catalog: ListedCatalog
    ) -> [(String, any DatabaseValueConvertible)] {
        let escaped = wanted.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
        let loosely: [(String, any DatabaseValueConvertible)] =
            exactly ? [] : [("designation LIKE ? ESCAPE '\\' ORDER BY id", "%\(escaped)%")]
        guard catalog == .asteroids else {
            // "12P/Pons-Brooks" by "12P", "C/2023 A3 (Tsuchinshan-ATLAS)" by "C/2023 A3".
            return [
                ("lower(designation) = ?", wanted), ("lower(designation) LIKE ? ESCAPE '\\'", "\(escaped)/%"),
                ("lower(designation) LIKE ? ESCAPE '\\'", "\(escaped) (%"),
            ] + loosely
        }
        if let number = Int64(wanted.trimmingCharacters(in: CharacterSet(charactersIn: "()"))) { return [("number = ?", number)] }
        return [("name_key = ?", AsteroidName(wanted).key)] + loosely
    }
}

/// Number and name of an asteroid: "(1) Ceres", "2021 AB1".
struct AsteroidName {
    let number: Int64?
    /// Name or provisional designation in lower case.
    let key: String

    init(_ name: String) {
        let lower = name.lowercased()
        if lower.hasPrefix("("), let end = lower.firstIndex(of: ")"), let number = Int64(lower[lower.index(after: lower.startIndex)..<end])
        {
            self.number = number
            let rest = lower[lower.index(after: end)...].trimmingCharacters(in: .whitespaces)
            key = rest.isEmpty ? String(number) : rest
        } else {
            (number, key) = (nil, lower.trimmingCharacters(in: .whitespaces))
        }
    }
}

enum JulianDate {
    /// Seconds since 1970 of a Julian date; both terrestrial time.
    static func seconds(_ julian: Double) -> Double { (julian - 2_440_587.5) * 86400 }
    static func terrestrial(_ seconds: Double) -> Double { seconds / 86400 + 2_440_587.5 }
}
