import Catalogs
import Foundation
import GRDB
import Sky

/// `OpenNGC.kscat`: an SQLite file with a table of objects (`cat`) and one row that says where they come from (`catalogs`).
struct OpenNGC {
    var objects: [DeepSkyObject]
    /// Entries that are no objects, or the same as others.
    var leftOut: Int
    private var version: String
    private var license: String
    private var date: String
    private var url: String

    /// - Throws: `KStarsError` when it is missing, damaged, or has other columns.
    static func read(path: String) throws -> OpenNGC {
        guard FileManager.default.fileExists(atPath: path) else { throw KStarsError("OpenNGC.kscat", "is missing") }
        do {
            var configuration = Configuration()
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration).read { try OpenNGC($0) }
        } catch let error as DatabaseError {
            throw KStarsError("OpenNGC.kscat", "cannot be read: \(error.message ?? "\(error.resultCode)")")
        }
    }

    private init(_ database: Database) throws {
        var entries: [OpenNGCEntry] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT type, ra, dec, magnitude, name, long_name, catalog_identifier, major_axis, minor_axis, position_angle
                FROM cat
                """)
        while let row = try rows.next() {
            if let entry = OpenNGCEntry(row) { entries.append(entry) }
            guard entries.count < 1_000_000 else { throw KStarsError("OpenNGC.kscat", "has far too many objects") }
        }
        guard !entries.isEmpty else { throw KStarsError("OpenNGC.kscat", "has no objects") }
        (objects, leftOut) = OpenNGCEntry.objects(entries)

        let about = try Row.fetchOne(database, sql: "SELECT source, license, timestamp FROM catalogs LIMIT 1")
        // As in <a href='https://github.com/…/releases/tag/v20210306'>.
        url =
            (about?.text("source") ?? "").split { $0 == "'" || $0 == "\"" }.first { $0.hasPrefix("https://") }.map(String.init)
            ?? ""
        version = url.split(separator: "/").last.map(String.init) ?? "of unknown version"
        let license = about?.text("license") ?? ""
        self.license = license.isEmpty ? "CC-BY-SA-4.0" : license
        date = String((about?.text("timestamp") ?? "").prefix(10))
    }

    func source(origin: String) -> CatalogSource {
        CatalogSource(name: "OpenNGC", version: "\(version), as in \(origin)", license: license, date: date, url: url)
    }
}
