import Accounts
import Foundation
import SQLiteAccounts
import SQLiteStore
import Testing

@Suite struct SQLiteAccountStoreTests {
    private let accounts: SQLiteAccountStore
    private let ann = User(name: "ann", role: .editor, passwordHash: "h1", created: Date(timeIntervalSince1970: 1000.5))
    private let token = String(repeating: "a", count: 64)

    init() throws {
        accounts = SQLiteAccountStore(store: try Store.temporary())
    }

    @Test func usersAreKeptReplacedAndRemoved() async throws {
        try await accounts.save(User(name: "bob", role: .reader, passwordHash: "h", created: Date(timeIntervalSince1970: 1)))
        try await accounts.save(ann)
        #expect(try await accounts.user(named: "ann") == ann)
        #expect(try await accounts.user(named: "Ann") == nil)
        #expect(try await accounts.users().map(\.name) == ["ann", "bob"])
        var admin = ann
        admin.role = .admin
        try await accounts.save(admin)
        #expect(try await accounts.user(named: "ann") == admin)
        #expect(try await accounts.removeUser(named: "ann"))
        #expect(try await !accounts.removeUser(named: "ann"))
        await #expect(throws: StoreError.self) {
            try await accounts.save(User(name: "", role: .reader, passwordHash: "h", created: Date()))
        }
    }

    @Test func sessionsEndWithTheirUserAndWithTheirPassword() async throws {
        let session = Session(tokenHash: token, user: "ann", expires: Date(timeIntervalSinceNow: 1000))
        await #expect(throws: StoreError.self) { try await accounts.save(session) }
        try await accounts.save(ann)
        try await accounts.save(session)
        let found = try #require(try await accounts.session(tokenHash: token))
        #expect(found.user == "ann" && abs(found.expires.timeIntervalSince(session.expires)) < 0.001)
        try await accounts.save(ann)
        #expect(try await accounts.session(tokenHash: token) != nil)
        var changed = ann
        changed.passwordHash = "h2"
        try await accounts.save(changed)
        #expect(try await accounts.session(tokenHash: token) == nil)
        try await accounts.save(session)
        _ = try await accounts.removeUser(named: "ann")
        #expect(try await accounts.session(tokenHash: token) == nil)
    }

    @Test func sessionsThatAreOverAreSweptOut() async throws {
        try await accounts.save(ann)
        try await accounts.save(Session(tokenHash: token, user: "ann", expires: Date(timeIntervalSinceNow: -1)))
        let other = String(repeating: "b", count: 64)
        try await accounts.save(Session(tokenHash: other, user: "ann", expires: Date(timeIntervalSinceNow: 100)))
        #expect(try await accounts.session(tokenHash: token) == nil)
        try await accounts.removeSession(tokenHash: other)
        #expect(try await accounts.session(tokenHash: other) == nil)
    }
}
