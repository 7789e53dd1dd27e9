import Foundation
import GRDB
import SQLiteStore
import TaskQueue

/// Table `outbox`: tasks requested with a change, in the transaction of the change.
enum Outbox {
    static func put(_ db: Database, _ tasks: [TaskRequest], _ store: Store) throws {
        guard !tasks.isEmpty else { return }
        let encoder = JSONEncoder()
        for task in tasks {
            let json = String(decoding: try encoder.encode(task), as: UTF8.self)
            try db.cachedStatement(sql: "INSERT INTO outbox (request) VALUES (?)").execute(arguments: [json])
        }
        db.afterNextTransaction { _ in store.outboxCommits.send(()) }
    }

    /// A request as it stands in the table.
    struct Entry: Sendable {
        let id: Int64
        let json: String
    }

    /// The oldest requests, up to `limit`.
    static func oldest(_ db: Database, limit: Int) throws -> [Entry] {
        try Row.fetchAll(db, sql: "SELECT id, request FROM outbox ORDER BY id LIMIT ?", arguments: [limit])
            .map { Entry(id: $0[0], json: $0[1]) }
    }

    static func delete(_ db: Database, ids: [Int64]) throws {
        let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
        try db.execute(sql: "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", arguments: [list])
    }
}
