public import Accounts
import Foundation
import GRDB
public import SQLiteStore

/// Users and sessions in the house's database.
public struct SQLiteAccountStore: AccountStore {
    private let store: Store

    public init(store: Store) {
        self.store = store
    }

    public func user(named name: String) async throws -> User? {
        try await store.read { db in
            let sql = "SELECT name, role, password_hash, created FROM account WHERE name = ?"
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [name]).map(Self.user)
        }
    }

    /// In order of their names.
    public func users() async throws -> [User] {
        try await store.read { db in
            try Row.fetchAll(db, sql: "SELECT name, role, password_hash, created FROM account ORDER BY name").map(Self.user)
        }
    }

    /// Adds a user or replaces the one of the same name; a new password ends that user's sessions.
    public func save(_ user: User) async throws {
        try await write("user \(user.name)") { db in
            try db.execute(
                sql: """
                    DELETE FROM session WHERE account = ?1
                        AND ?2 <> (SELECT password_hash FROM account WHERE name = ?1)
                    """, arguments: [user.name, user.passwordHash])
            try db.execute(
                sql: """
                    INSERT INTO account (name, role, password_hash, created) VALUES (?, ?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash
                    """,
                arguments: [user.name, user.role.rawValue, user.passwordHash, user.created.timeIntervalSince1970])
        }
    }

    public func removeUser(named name: String) async throws -> Bool {
        try await write("user \(name)") { db in
            try db.execute(sql: "DELETE FROM account WHERE name = ?", arguments: [name])
            return db.changesCount > 0
        }
    }

    public func session(tokenHash: String) async throws -> Session? {
        try await store.read { db in
            let sql = "SELECT token_hash, account, expires FROM session WHERE token_hash = ?"
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [tokenHash]).map {
                Session(tokenHash: $0[0], user: $0[1], expires: Date(timeIntervalSince1970: $0[2]))
            }
        }
    }

    /// Adds a session; those that are over are swept out with it.
    public func save(_ session: Session) async throws {
        try await write("session of \(session.user)") { db in
            try db.execute(
                sql: "DELETE FROM session WHERE expires < ?", arguments: [Date().timeIntervalSince1970])
            try db.execute(
                sql: "INSERT OR REPLACE INTO session (token_hash, account, expires) VALUES (?, ?, ?)",
                arguments: [session.tokenHash, session.user, session.expires.timeIntervalSince1970])
        }
    }

    public func removeSession(tokenHash: String) async throws {
        try await write("session") { db in
            try db.execute(sql: "DELETE FROM session WHERE token_hash = ?", arguments: [tokenHash])
        }
    }

    private static func user(_ row: Row) -> User {
        let role: String = row[1]
        // The schema allows no other words than the roles'; the least of them for one that it did not know yet.
        return User(
            name: row[0], role: Role(rawValue: role) ?? .reader, passwordHash: row[2],
            created: Date(timeIntervalSince1970: row[3]))
    }

    private func write<T: Sendable>(_ subject: String, _ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await store.write(body)
        } catch let error as DatabaseError {
            throw StoreError(code: error.resultCode.rawValue, message: "\(subject): \(error.message ?? "not allowed")")
        }
    }
}
