public import Catalogs
public import Ephemeris
public import Foundation
import GRDB
public import Observations
import SQLiteRepository
import SQLiteStore
public import Sky
import Synchronization
import Threads

/// The catalogues that were taken in: a database file for each in one folder, apart from the archive's own.
///
/// A file is made whole under another name and then takes the old one's place, so that a million rows come in without holding up the
/// archive, and what is read is never half a catalogue.
public final class CatalogFolder: Sendable {
    public let folder: URL
    private let pool = BlockingPool(name: "catalogues", width: 2)
    private let opened = Mutex<[ListedCatalog: OpenCatalog]>([:])
    private let surveys = SurveyCache()

    public init(folder: URL) { self.folder = folder }

    static func file(of catalog: ListedCatalog, in folder: URL) -> URL { folder.appending(path: "\(catalog.rawValue).sqlite") }

    /// Nil where the catalogue was not taken in. Blocks.
    ///
    /// - Throws: `StoreError` where the file is damaged.
    func open(_ catalog: ListedCatalog) throws -> OpenCatalog? {
        let path = Self.file(of: catalog, in: folder).path
        guard let stamp = OpenCatalog.Stamp(path: path) else { return nil }
        return try opened.withLock { opened in
            if let known = opened[catalog], known.stamp == stamp { return known }
            do {
                let fresh = try OpenCatalog(catalog, path: path, stamp: stamp)
                opened[catalog] = fresh
                return fresh
            } catch let error as DatabaseError {
                throw StoreError(
                    message: "the catalogue \(path) is damaged (\(error.message ?? "\(error.resultCode)")): take it in again with "
                        + "`astrobase import \(catalog.rawValue)`")
            }
        }
    }

    func run<T: Sendable>(_ body: @escaping @Sendable (CatalogFolder) throws -> T) async throws -> T {
        try await pool.run { [self] in try body(self) }
    }
}

extension CatalogFolder: CatalogLists {
    public func record(of catalog: ListedCatalog) async throws -> CatalogRecord? { try await run { try $0.open(catalog)?.record } }

    public func list(
        _ catalog: ListedCatalog, matching query: CatalogQuery
    ) async throws -> (total: Int, items: [[(String, CatalogValue)]]) {
        try await run { folder in
            guard let open = try folder.open(catalog) else { return (0, []) }
            let columns = FilterColumns(catalog.fields)
            var conditions = Conditions()
            conditions.add(query.filters, columns)
            let (clause, arguments) = (conditions.clause, conditions.arguments)
            return try open.database.read { db in
                let total =
                    clause.isEmpty
                    ? open.record.rows : try Int.fetchOne(db, sql: "SELECT count(*) FROM entry" + clause, arguments: arguments) ?? 0
                let sql = """
                    SELECT \(catalog.columns.map(\.name).joined(separator: ", ")) FROM entry\(clause)\
                    \(columns.order(query.order, then: "id")) LIMIT \(max(0, query.limit)) OFFSET \(max(0, query.offset))
                    """
                let rows = try Row.fetchAll(db, sql: sql, arguments: arguments)
                return (total, rows.map { Self.values($0, catalog) })
            }
        }
    }

    private static func values(_ row: Row, _ catalog: ListedCatalog) -> [(String, CatalogValue)] {
        catalog.columns.enumerated().map { place, column in
            let value: CatalogValue? =
                switch column.kind {
                case .text: (row[place] as String?).map(CatalogValue.text)
                case .integer, .flag: (row[place] as Int64?).map(CatalogValue.integer)
                case .number: (row[place] as Double?).map(CatalogValue.number)
                case .date: (row[place] as Double?).map { .date(Date(timeIntervalSince1970: $0)) }
                }
            return (column.name, value ?? .none)
        }
    }
}

extension CatalogFolder: SmallBodies {
    public func bodies(named name: String, exactly: Bool, limit: Int) async throws -> [SmallBody] {
        try await run { folder in
            // A name of both kinds is a comet's that an asteroid was named after, or the other way round: rare.
            let comets = try folder.open(.comets)?.bodies(named: name, exactly: exactly, limit: limit) ?? []
            let asteroids = try folder.open(.asteroids)?.bodies(named: name, exactly: exactly, limit: limit) ?? []
            let isComet = comets.first.map { $0.name.lowercased().hasPrefix(name.lowercased()) } ?? false
            return Array((isComet ? comets + asteroids : asteroids + comets).prefix(limit))
        }
    }

    public func sightings(
        within radius: Double, of centre: SkyPosition, at date: Date, from site: Site?, brighterThan limit: Double
    ) async throws -> [Sighting] {
        try await run { folder in
            let vantage = Vantage(date, from: site)
            var found: [Sighting] = []
            func look(_ small: SmallBody?) {
                guard let small else { return }
                let place = vantage.place(of: small.body)
                guard let magnitude = place.magnitude, magnitude <= limit, place.position.separation(to: centre) <= radius else { return }
                found.append(Sighting(small, place))
            }
            if let asteroids = try folder.open(.asteroids) {
                let survey = try folder.surveys.survey(of: asteroids, at: date, brighterThan: limit)
                let candidates = survey.candidates(within: radius, of: centre, brighterThan: limit)
                try asteroids.database.read { db in
                    let statement = try db.cachedStatement(sql: "SELECT * FROM entry WHERE id = ?")
                    for number in candidates {
                        look(try Row.fetchOne(statement, arguments: [number]).flatMap { OpenCatalog.body($0, of: .asteroids) })
                    }
                }
            }
            if let comets = try folder.open(.comets) {
                try comets.database.read { db in
                    for row in try Row.fetchAll(db, sql: "SELECT * FROM entry") { look(OpenCatalog.body(row, of: .comets)) }
                }
            }
            return found.sorted { ($0.place.magnitude ?? 99, $0.name) < ($1.place.magnitude ?? 99, $1.name) }
        }
    }
}

extension CatalogFolder: ExoplanetHosts {
    public func hosts(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) async throws -> [ExoplanetHost]? {
        try await run { folder in
            guard let open = try folder.open(.exoplanets) else { return nil }
            return try open.database.read { db in
                // Six thousand planets: all of them are looked at.
                let sql = """
                    SELECT hostname, pl_name, ra, dec, min(sy_vmag), max(coalesce(sy_pnum, 1)) FROM entry
                        WHERE ra IS NOT NULL AND dec IS NOT NULL AND sy_vmag <= ? GROUP BY coalesce(hostname, pl_name) ORDER BY 5
                    """
                return try Row.fetchAll(db, sql: sql, arguments: [limit]).compactMap { row in
                    let position = SkyPosition(ra: row[2], dec: row[3])
                    guard position.separation(to: centre) <= radius else { return nil }
                    let (host, planet): (String?, String) = (row[0], row[1])
                    return ExoplanetHost(name: host ?? planet, position: position, magnitude: row[4], planets: row[5])
                }
            }
        }
    }
}
