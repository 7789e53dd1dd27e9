import Ephemeris
public import Foundation
import GRDB
public import Observations
import Sky
import Threads

/// What an import did.
public struct CatalogImport: Sendable, Hashable {
    public var record: CatalogRecord
    /// Numbers of the first lines that could not be read.
    public var badLines: [Int]
    /// The published file is the one that was taken in before; nothing was done.
    public var isUnchanged: Bool

    public init(record: CatalogRecord, badLines: [Int] = [], isUnchanged: Bool = false) {
        (self.record, self.badLines, self.isUnchanged) = (record, badLines, isUnchanged)
    }
}

extension CatalogFolder {
    /// Takes in a file, plain or `.gz`, in place of what was there.
    ///
    /// - Parameters:
    ///   - origin: where it comes from, for the record.
    ///   - progress: called now and then with the number of rows so far, on a thread of its own.
    /// - Throws: `CatalogListError` where it holds nothing of this kind; errors of files and of the database.
    public func take(
        _ catalog: ListedCatalog, from path: String, origin: String, tag: String? = nil, modified: String? = nil,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> CatalogImport {
        let folder = folder
        return try await BlockingPool(name: "import", width: 1).run {
            var bad: [Int] = []
            let record = try CatalogBuilder(catalog: catalog, folder: folder).build { db in
                let lines = try LineReader(path: path)
                let now = Date()
                var filler = try CatalogFiller(catalog, into: db, places: now)
                var number = 0
                while let line = try lines.next() {
                    number += 1
                    try filler.take(line, number: number)
                    if number % 20_000 == 0 { progress(filler.rows) }
                }
                try filler.finish()
                guard filler.isOfItsKind else {
                    throw CatalogListError(
                        "\(origin) holds no \(catalog.rawValue) in the form of \(catalog.form). Nothing was changed.")
                }
                bad = filler.badLines
                return CatalogRecord(
                    origin: origin, date: now, rows: filler.rows, badLines: filler.badCount, tag: tag, modified: modified)
            }
            return CatalogImport(record: record, badLines: bad)
        }
    }

    public func updatePlaces(of catalog: ListedCatalog, at date: Date) async throws -> Int {
        let folder = folder
        guard catalog != .exoplanets else { return 0 }
        return try await BlockingPool(name: "import", width: 1).run {
            guard let old = try CatalogFolder(folder: folder).open(catalog) else { return 0 }
            return try CatalogBuilder(catalog: catalog, folder: folder).build { db in
                try Self.copy(old, into: db, at: date)
                return old.record
            }.rows
        }
    }

    /// All rows with the places of another time.
    private static func copy(_ old: OpenCatalog, into db: Database, at date: Date) throws {
        let vantage = Vantage(date)
        let names = old.catalog.stored
        let statement = try db.makeStatement(sql: old.catalog.insertion)
        try old.database.read { source in
            let rows = try Row.fetchCursor(source, sql: "SELECT \(names.joined(separator: ", ")) FROM entry ORDER BY id")
            while let row = try rows.next() {
                var values = Array(row.databaseValues)
                let place = OpenCatalog.body(row, of: old.catalog).map { vantage.place(of: $0.body) }
                for (number, name) in names.enumerated() {
                    switch name {
                    case "timestamp": values[number] = date.timeIntervalSince1970.databaseValue
                    case "visual_magnitude": values[number] = place?.magnitude?.databaseValue ?? .null
                    case "ra": values[number] = place?.position.ra.databaseValue ?? .null
                    case "dec": values[number] = place?.position.dec.databaseValue ?? .null
                    default: break
                    }
                }
                try statement.execute(arguments: StatementArguments(values))
            }
            let blocks = try Row.fetchCursor(source, sql: "SELECT id, orbits FROM block")
            while let row = try blocks.next() {
                try db.execute(
                    sql: "INSERT INTO block (id, orbits) VALUES (?, ?)", arguments: StatementArguments(Array(row.databaseValues)))
            }
        }
    }
}

extension ListedCatalog {
    /// How the files are called that hold it.
    var form: String {
        switch self {
        case .exoplanets: "the NASA Exoplanet Archive's tables PS and PSCompPars (CSV)"
        case .asteroids: "the Minor Planet Center's MPCORB.DAT"
        case .comets: "the Minor Planet Center's CometEls.txt"
        }
    }
}
