public import Foundation

/// A user as the store keeps it.
public struct User: Sendable, Hashable {
    public var name: String
    public var role: Role
    /// Algorithm, parameters, salt and hash in one string; never the password.
    public var passwordHash: String
    public var created: Date

    public init(name: String, role: Role, passwordHash: String, created: Date) {
        self.name = name
        self.role = role
        self.passwordHash = passwordHash
        self.created = created
    }
}

/// A browser that is logged in.
public struct Session: Sendable, Hashable {
    /// SHA-256 of the cookie's secret, hexadecimal: the store cannot be used to log in.
    public var tokenHash: String
    public var user: String
    public var expires: Date

    public init(tokenHash: String, user: String, expires: Date) {
        self.tokenHash = tokenHash
        self.user = user
        self.expires = expires
    }
}

public protocol AccountStore: Sendable {
    func user(named name: String) async throws -> User?
    func users() async throws -> [User]
    /// Adds a user or replaces the one of the same name.
    func save(_ user: User) async throws
    /// - Returns: whether there was one.
    func removeUser(named name: String) async throws -> Bool

    func session(tokenHash: String) async throws -> Session?
    func save(_ session: Session) async throws
    func removeSession(tokenHash: String) async throws
}
