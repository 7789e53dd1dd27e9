import Accounts
import Foundation
import Synchronization
import Testing

@Suite struct AuthenticatorTests {
    private let store = MemoryAccountStore()
    private let hasher = PasswordHasher(logCost: 12)
    private let clock = Clock()

    private func authenticator(firstPause: TimeInterval = 0) -> Authenticator {
        var settings = Authenticator.Settings()
        settings.firstPause = firstPause
        settings.longestPause = max(firstPause, 0.2)
        return Authenticator(store: store, hasher: hasher, settings: settings) { [clock] in clock.now }
    }

    private func addUser(_ name: String, _ password: String) async throws -> User {
        let user = User(name: name, role: .editor, passwordHash: try await hasher.hash(password), created: Date())
        await store.save(user)
        return user
    }

    @Test func knowsUsersByTheirPasswords() async throws {
        let user = try await addUser("ann", "secret")
        let authenticator = authenticator()
        #expect(try await authenticator.verify(user: "ann", password: "secret") == user)
        #expect(try await authenticator.verify(user: "ann", password: "Secret") == nil)
        #expect(try await authenticator.verify(user: "bob", password: "secret") == nil)
        #expect(try await authenticator.verify(user: "ann", password: "secret") == user)
    }

    @Test("A new password, and a removed user, count at once, remembered or not")
    func memoryIsNotTrustedTooLong() async throws {
        _ = try await addUser("ann", "old")
        let authenticator = authenticator()
        #expect(try await authenticator.verify(user: "ann", password: "old") != nil)
        let changed = try await addUser("ann", "new")
        #expect(try await authenticator.verify(user: "ann", password: "old") == nil)
        #expect(try await authenticator.verify(user: "ann", password: "new") == changed)
        _ = await store.removeUser(named: "ann")
        #expect(try await authenticator.verify(user: "ann", password: "new") == nil)
    }

    @Test("A client that sends its password with every request does not pay for scrypt every time")
    func remembers() async throws {
        _ = try await addUser("ann", "secret")
        let authenticator = authenticator()
        _ = try await authenticator.verify(user: "ann", password: "secret")
        let begin = ContinuousClock.now
        for _ in 0..<500 { _ = try await authenticator.verify(user: "ann", password: "secret") }
        #expect(ContinuousClock.now - begin < .seconds(1))
    }

    @Test func wrongPasswordsAreSlowedDownAndThenRefused() async throws {
        let user = try await addUser("ann", "secret")
        let authenticator = authenticator(firstPause: 0.2)
        #expect(try await authenticator.verify(user: "ann", password: "1") == nil)
        let begin = ContinuousClock.now
        #expect(try await authenticator.verify(user: "ann", password: "2") == nil)
        #expect(ContinuousClock.now - begin > .milliseconds(150))
        let refused = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do {
                        _ = try await authenticator.verify(user: "ann", password: "x\(number)")
                        return false
                    } catch {
                        return error is TooManyLogIns
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 10)
        clock.advance(1000)
        #expect(try await authenticator.verify(user: "ann", password: "secret") == user)
    }

    @Test func sessionsOpenCloseAndEnd() async throws {
        let user = try await addUser("ann", "secret")
        let authenticator = authenticator()
        let (secret, session) = try await authenticator.openSession(for: user)
        #expect(secret.utf8.count == 43)
        #expect(session.tokenHash != secret && session.tokenHash.utf8.count == 64)
        #expect(abs(session.expires.timeIntervalSince(clock.now) - 30 * 86_400) < 1)
        #expect(try await authenticator.user(sessionSecret: secret) == user)
        #expect(try await authenticator.user(sessionSecret: session.tokenHash) == nil)
        #expect(try await authenticator.user(sessionSecret: "") == nil)
        let other = try await authenticator.openSession(for: user)
        #expect(other.secret != secret)
        try await authenticator.closeSession(secret: secret)
        #expect(try await authenticator.user(sessionSecret: secret) == nil)
        #expect(try await authenticator.user(sessionSecret: other.secret) == user)
        clock.advance(30 * 86_400 + 1)
        #expect(try await authenticator.user(sessionSecret: other.secret) == nil)
        #expect(await store.session(tokenHash: other.session.tokenHash) == nil)
    }
}

/// A clock that a test sets.
private final class Clock: Sendable {
    private let value = Mutex(Date())
    var now: Date { value.withLock { $0 } }
    func advance(_ seconds: TimeInterval) { value.withLock { $0 += seconds } }
}
