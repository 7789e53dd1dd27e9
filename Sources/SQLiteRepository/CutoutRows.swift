import Foundation
import GRDB
import Observations

/// Tables `cutout_directory` and `cutout`.
enum CutoutRows {
    static func directory(_ db: Database, _ name: String) throws -> CutoutDirectory? {
        let sql = "SELECT \(directoryNames.joined(separator: ", ")) FROM cutout_directory WHERE directory = ?"
        return try Row.fetchOne(db, sql: sql, arguments: [name]).map {
            var reader = RowReader($0)
            return directory(&reader)
        }
    }

    static func directories(_ db: Database, offset: Int, limit: Int) throws -> CutoutDirectoryPage {
        let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM cutout_directory") ?? 0
        let own = directoryNames.map { "d.\($0)" }.joined(separator: ", ")
        let shown = "FROM cutout c WHERE c.directory = d.directory AND c.visible"
        let sql = """
            SELECT \(own), (SELECT count(*) \(shown)),
                (SELECT filename \(shown) ORDER BY position, observation_date, filename LIMIT 1)
            FROM cutout_directory d ORDER BY d.directory LIMIT ? OFFSET ?
            """
        let items = try Row.fetchAll(db, sql: sql, arguments: [limit, offset]).map { row in
            var reader = RowReader(row)
            let found = directory(&reader)
            return CutoutDirectoryPage.Entry(
                directory: found, numberOfImages: reader.next(), thumbnail: reader.optional())
        }
        return CutoutDirectoryPage(total: total, items: items)
    }

    /// An upsert: replacing the row would take the cutouts with it.
    static func put(_ db: Database, _ d: CutoutDirectory) throws {
        let changes = directoryNames.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let sql = """
            INSERT INTO cutout_directory (\(directoryNames.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
            ON CONFLICT (directory) DO UPDATE SET \(changes)
            """
        try db.execute(
            sql: sql,
            arguments: [
                d.directory, d.fieldName, d.fieldRA, d.fieldDec, d.fieldFOV, d.cutoutSize, d.visible, d.status,
            ])
    }

    static func cutout(_ db: Database, _ filename: String) throws -> Cutout? {
        try Row.fetchOne(db, sql: "\(select) WHERE filename = ?", arguments: [filename]).map(cutout)
    }

    static func page(_ db: Database, _ query: CutoutQuery) throws -> CutoutPage {
        var conditions = Conditions()
        if let directory = query.directory { conditions.add("directory = ?", directory) }
        if let taskID = query.observationTaskID { conditions.add("observation_task_id = ?", taskID) }
        if let visible = query.visible { conditions.add(visible ? "visible" : "NOT visible") }
        conditions.add(in: "status", query.statuses?.map(\.rawValue))
        conditions.add(query.filters, .cutout)
        let sql = "SELECT count(*) FROM cutout\(conditions.clause)"
        let total = try Int.fetchOne(db, sql: sql, arguments: conditions.arguments) ?? 0
        let order = FilterColumns.cutout.order(query.order, then: "position, observation_date, filename")
        let rows = try Row.fetchAll(
            db, sql: "\(select)\(conditions.clause)\(order) LIMIT ? OFFSET ?",
            arguments: conditions.arguments + [max(0, query.limit), max(0, query.offset)])
        return CutoutPage(total: total, items: rows.map(cutout))
    }

    static func insert(_ db: Database, _ cutout: Cutout) throws {
        let sql = """
            INSERT INTO cutout (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
            """
        try db.execute(sql: sql, arguments: StatementArguments(values(cutout)))
    }

    static func update(_ db: Database, _ cutout: Cutout) throws {
        let sql = "UPDATE cutout SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE filename = ?"
        try db.execute(sql: sql, arguments: StatementArguments(values(cutout) + [cutout.filename]))
    }

    private static let directoryNames = [
        "directory", "field_name", "field_ra", "field_dec", "field_fov", "cutout_size", "visible", "status",
    ]

    private static func directory(_ reader: inout RowReader) -> CutoutDirectory {
        var d = CutoutDirectory(reader.next())
        d.fieldName = reader.optional()
        d.fieldRA = reader.optional()
        d.fieldDec = reader.optional()
        d.fieldFOV = reader.optional()
        d.cutoutSize = reader.optional()
        d.visible = reader.next()
        d.status = reader.next()
        return d
    }

    private static let names = [
        "filename", "directory", "observation_task_id", "field_name", "field_ra", "field_dec", "field_fov", "cutout_size",
        "position", "visible", "is_deleted", "observation_date", "observation_name", "observation_quality", "cutout_quality",
        "status", "reason", "coverage", "created",
    ]
    private static let select = "SELECT \(names.joined(separator: ", ")) FROM cutout"

    private static func values(_ c: Cutout) -> [(any DatabaseValueConvertible)?] {
        [
            c.filename, c.directory, c.observationTaskID, c.fieldName, c.fieldRA, c.fieldDec, c.fieldFOV, c.cutoutSize,
            c.order, c.visible, c.delete, c.observationDate?.timeIntervalSince1970, c.observationName, c.observationQuality,
            c.cutoutQuality, c.status.rawValue, c.reason, c.coverage, c.created?.timeIntervalSince1970,
        ]
    }

    private static func cutout(_ row: Row) -> Cutout {
        var reader = RowReader(row)
        let filename: String = reader.next()
        let directory: String = reader.next()
        var c = Cutout(filename: filename, directory: directory, observationTaskID: reader.next())
        c.fieldName = reader.optional()
        c.fieldRA = reader.optional()
        c.fieldDec = reader.optional()
        c.fieldFOV = reader.optional()
        c.cutoutSize = reader.optional()
        c.order = reader.next()
        c.visible = reader.next()
        c.delete = reader.next()
        c.observationDate = reader.date()
        c.observationName = reader.optional()
        c.observationQuality = reader.optional()
        c.cutoutQuality = reader.next()
        c.status = CutoutStatus(rawValue: reader.next())
        c.reason = reader.optional()
        c.coverage = reader.optional()
        c.created = reader.date()
        return c
    }
}
