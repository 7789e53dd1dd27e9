import Accounts
import Foundation
import SQLiteAccounts
import SQLiteStore
import Synchronization
import Testing

@Suite struct APIKeysTests {
    private final class Clock: Sendable {
        let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

        func pass(days: Double) { time.withLock { $0 += days * 86_400 } }
    }

    private let clock = Clock()
    private let keys: APIKeys

    init() throws {
        keys = APIKeys(store: SQLiteAPIKeyStore(store: try Store.temporary()), now: { [clock] in clock.time.withLock { $0 } })
    }

    @Test func aKeyOpensSessionsUntilItIsRemoved() async throws {
        let secret = try await keys.add("kstars")
        await #expect(throws: APIKeyError.taken("kstars")) { try await keys.add("kstars") }
        #expect(try await keys.logIn("wrong") == nil)
        let (key, session) = try #require(try await keys.logIn(secret))
        #expect(key.name == "kstars")
        #expect(try await keys.standing(of: session) == .known(key))
        #expect(try await keys.standing(of: session + "x") == .unknown)
        #expect(try await keys.all() == [key])
        #expect(try await keys.remove("kstars"))
        #expect(try await keys.remove("kstars") == false)
        #expect(try await keys.standing(of: session) == .unknown)
        #expect(try await keys.logIn(secret) == nil)
    }

    @Test func sessionsLastTwoWeeksFromTheirLastUse() async throws {
        let secret = try await keys.add("script")
        let session = try #require(try await keys.logIn(secret)).session
        for _ in 0..<3 {
            clock.pass(days: 13)
            guard case .known = try await keys.standing(of: session) else {
                Issue.record("it ended in use")
                return
            }
        }
        clock.pass(days: 14.1)
        #expect(try await keys.standing(of: session) == .expired)
    }
}
