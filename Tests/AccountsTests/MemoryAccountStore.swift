import Accounts

/// An account store that lives as long as a test.
actor MemoryAccountStore: AccountStore {
    private var all: [String: User] = [:]
    private var sessions: [String: Session] = [:]

    func user(named name: String) -> User? { all[name] }
    func users() -> [User] { all.values.sorted { $0.name < $1.name } }
    func save(_ user: User) { all[user.name] = user }
    func removeUser(named name: String) -> Bool { all.removeValue(forKey: name) != nil }
    func session(tokenHash: String) -> Session? { sessions[tokenHash] }
    func save(_ session: Session) { sessions[session.tokenHash] = session }
    func removeSession(tokenHash: String) { sessions[tokenHash] = nil }
}
