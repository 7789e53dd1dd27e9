import Foundation
import GRDB

/// The existing system's SQLite database, opened to be read only.
///
/// Its tables are known by the columns that they must have, as their names depend on how the Django application is called.
struct DjangoDatabase {
    let path: String

    /// Blocks.
    func archive() throws -> ForeignArchive {
        guard FileManager.default.fileExists(atPath: path) else { throw AdoptionError("There is no file \(path).") }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            return try DatabaseQueue(path: path, configuration: configuration).read(read)
        } catch let error as DatabaseError {
            throw AdoptionError("\(path) cannot be read as an SQLite database: \(error.message ?? "\(error.resultCode)").")
        }
    }

    private func read(_ db: Database) throws -> ForeignArchive {
        let tables = try Dictionary(
            uniqueKeysWithValues: String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'").map { name in
                (name, Set(try db.columns(in: name).map(\.name)))
            })
        func table(_ columns: Set<String>, without others: Set<String> = []) throws -> String? {
            let found = tables.filter { columns.isSubset(of: $0.value) && others.isDisjoint(with: $0.value) }.keys.sorted()
            // Of several versions of a table the one in use has the rows.
            return try found.max { try count($0, db) < count($1, db) }
        }
        guard let observations = try table(["taskID", "name", "my_status", "field_ra", "field_dec", "used_in_hips"]) else {
            throw AdoptionError("\(path) has no table of observations: it is no database of the Django backend.")
        }
        var archive = ForeignArchive()
        archive.observations = try rows(observations, db)
        if let products = try table(["filename", "dataproduct_type"], without: ["observation_taskID"]) {
            let parent = ["observation_id", "parent_id"].first { tables[products]?.contains($0) ?? false }
            archive.products = try rows(products, db).map { row in
                var row = row
                if let parent { row.values["observation_id"] = row.values[parent] }
                return row
            }
        }
        if let jobs = try table(["command", "parameters", "status"]) { archive.jobs = try rows(jobs, db) }
        if let directories = try table(["directory", "cutout_size"], without: ["filename"]) {
            archive.directories = try rows(directories, db)
        }
        if let cutouts = try table(["filename", "directory", "observation_taskID"]) { archive.cutouts = try rows(cutouts, db) }
        if let collections = try table(["collection_type", "name"]) {
            archive.collections = try collectionRows(collections, tables, db)
        }
        if let users = try table(["username", "password", "is_superuser", "is_active"]) { archive.users = try rows(users, db) }
        return archive
    }

    private func count(_ table: String, _ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)") ?? 0
    }

    private func rows(_ table: String, _ db: Database) throws -> [ForeignRow] {
        let key = try db.primaryKey(table).columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
        let sql = "SELECT * FROM \(table.quotedDatabaseIdentifier)" + (key.isEmpty ? "" : " ORDER BY \(key)")
        return try Row.fetchAll(db, sql: sql).map { row in
            var values: [String: ForeignRow.Value] = [:]
            for (name, value) in row {
                switch value.storage {
                case .null, .blob: break
                case .int64(let number): values[name] = .number(Double(number))
                case .double(let number): values[name] = .number(number)
                case .string(let text): values[name] = .text(text)
                }
            }
            return ForeignRow(values: values)
        }
    }

    /// With the observations of the table between: two keys, named for what they point to.
    private func collectionRows(_ table: String, _ tables: [String: Set<String>], _ db: Database) throws -> [ForeignRow] {
        var members: [Int64: [Int64]] = [:]
        let between = tables.first { name, columns in
            name.hasPrefix(table + "_") && columns.contains { $0.hasPrefix("collection") && $0.hasSuffix("_id") }
                && columns.contains { $0.hasPrefix("observation") && $0.hasSuffix("_id") }
        }
        if let between, let collection = between.value.first(where: { $0.hasPrefix("collection") }),
            let observation = between.value.first(where: { $0.hasPrefix("observation") })
        {
            let columns = [collection, observation].map(\.quotedDatabaseIdentifier).joined(separator: ", ")
            for row in try Row.fetchAll(db, sql: "SELECT \(columns) FROM \(between.key.quotedDatabaseIdentifier) ORDER BY id") {
                members[row[0], default: []].append(row[1])
            }
        }
        return try rows(table, db).map { row in
            var row = row
            row.values["observations"] = .list(row.integer("id").flatMap { members[$0] } ?? [])
            return row
        }
    }
}
