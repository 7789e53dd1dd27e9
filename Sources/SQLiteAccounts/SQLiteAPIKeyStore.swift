public import Accounts
public import Foundation
import GRDB
public import SQLiteStore

/// Keys of programs and their sessions in the house's database.
public struct SQLiteAPIKeyStore: APIKeyStore {
    private let store: Store

    public init(store: Store) { self.store = store }

    public func keys() async throws -> [APIKey] {
        try await store.read { db in
            try Row.fetchAll(db, sql: "SELECT id, name, created FROM api_key ORDER BY name").map(Self.key)
        }
    }

    public func addKey(named name: String, hash: String, created: Date) async throws -> APIKey {
        do {
            return try await store.write { db in
                try db.execute(
                    sql: "INSERT INTO api_key (name, key_hash, created) VALUES (?, ?, ?)",
                    arguments: [name, hash, created.timeIntervalSince1970])
                return APIKey(id: db.lastInsertedRowID, name: name, created: created)
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            throw APIKeyError.taken(name)
        } catch let error as DatabaseError {
            throw StoreError(code: error.resultCode.rawValue, message: "key \(name): \(error.message ?? "not allowed")")
        }
    }

    public func removeKey(named name: String) async throws -> Bool {
        try await store.write { db in
            try db.execute(sql: "DELETE FROM api_key WHERE name = ?", arguments: [name])
            return db.changesCount > 0
        }
    }

    public func key(hash: String) async throws -> APIKey? {
        try await store.read { db in
            let sql = "SELECT id, name, created FROM api_key WHERE key_hash = ?"
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [hash]).map(Self.key)
        }
    }

    /// Adds a session or gives one more time; those that ended long ago are swept out with it.
    public func saveSession(hash: String, of key: APIKey, expires: Date) async throws {
        let now = Date().timeIntervalSince1970
        try await store.writeLightly { db in
            // Kept for a while, so that a client is told that its session is over rather than that there is none.
            try db.execute(sql: "DELETE FROM api_session WHERE expires < ?", arguments: [now - 30 * 86_400])
            try db.execute(
                sql: """
                    INSERT INTO api_session (token_hash, key, expires) SELECT ?, id, ? FROM api_key WHERE id = ?
                        ON CONFLICT (token_hash) DO UPDATE SET expires = excluded.expires
                    """, arguments: [hash, expires.timeIntervalSince1970, key.id])
        }
    }

    public func session(hash: String) async throws -> (key: APIKey, expires: Date)? {
        try await store.read { db in
            let sql = """
                SELECT k.id, k.name, k.created, s.expires FROM api_session s JOIN api_key k ON k.id = s.key WHERE s.token_hash = ?
                """
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [hash]).map {
                (Self.key($0), Date(timeIntervalSince1970: $0[3]))
            }
        }
    }

    private static func key(_ row: Row) -> APIKey {
        APIKey(id: row[0], name: row[1], created: Date(timeIntervalSince1970: row[2]))
    }
}
