import Accounts
import Synchronization

/// Users and sessions in memory.
final class MemoryAccounts: AccountStore {
    private let state = Mutex<(users: [String: User], sessions: [String: Session])>(([:], [:]))

    func user(named name: String) async throws -> User? { state.withLock { $0.users[name] } }
    func users() async throws -> [User] { state.withLock { Array($0.users.values) } }
    func save(_ user: User) async throws { state.withLock { $0.users[user.name] = user } }
    func removeUser(named name: String) async throws -> Bool {
        state.withLock { $0.users.removeValue(forKey: name) != nil }
    }
    func session(tokenHash: String) async throws -> Session? { state.withLock { $0.sessions[tokenHash] } }
    func save(_ session: Session) async throws { state.withLock { $0.sessions[session.tokenHash] = session } }
    func removeSession(tokenHash: String) async throws {
        _ = state.withLock { $0.sessions.removeValue(forKey: tokenHash) }
    }
}
