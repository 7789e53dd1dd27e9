import Foundation
import GRDB
public import Observations
import SQLiteStore

extension SQLiteObservationRepository {
    public func outlines(limit: Int) async throws -> [FieldOutline] {
        try await store.read { db in
            let rows = try Row.fetchCursor(db.cachedStatement(sql: Self.outlines), arguments: [max(0, limit)])
            var outlines: [FieldOutline] = []
            while let row = try rows.next() {
                var reader = RowReader(row)
                let (id, name): (Int64, String) = (reader.next(), reader.next())
                let date = reader.date()
                let vertices: Data = reader.next()
                outlines.append(
                    FieldOutline(id: id, name: name, date: date, vertices: DoubleBlob.vectors(vertices), isWide: reader.next()))
            }
            return outlines
        }
    }

    /// The index keeps what it holds beside the boxes in a table in order of ids, its columns as `a0`, `a1`
    /// (sqlite.org/rtree.html, 4.1): read so, three times as fast as through the index.
    private static let outlines = """
        SELECT f.rowid, o.name, o.date, f.a0, f.a1 IS NOT NULL FROM footprint_rowid f JOIN observation o ON o.id = f.rowid \
        ORDER BY f.rowid DESC LIMIT ?
        """

    public func knownValues() async throws -> KnownValues {
        try await store.read { db in
            func texts(_ column: String) throws -> [String] {
                let sql = "SELECT DISTINCT \(column) FROM observation_group WHERE n > 0 AND \(column) <> '' ORDER BY 1 LIMIT 200"
                return try String.fetchAll(db.cachedStatement(sql: sql))
            }
            var known = KnownValues()
            known.imageTypes = try texts("image_type")
            known.qualities = try texts("quality")
            known.instruments = try texts("instrument")
            // "none" has no number: it comes first.
            known.isos = try texts("iso").sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
            known.focalLengths = try Int.fetchAll(db.cachedStatement(sql: Self.focalLengths))
            return known
        }
    }

    /// From one value to the next along the index: a walk through all rows takes longer.
    private static let focalLengths = """
        WITH RECURSIVE known(mm) AS (
            SELECT min(focal_length) FROM observation
            UNION ALL SELECT (SELECT min(focal_length) FROM observation WHERE focal_length > mm) FROM known WHERE mm IS NOT NULL
        )
        SELECT mm FROM known WHERE mm IS NOT NULL LIMIT 200
        """
}
