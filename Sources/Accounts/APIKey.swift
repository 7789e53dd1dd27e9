public import Foundation

/// A program that may use the API for solving.
public struct APIKey: Sendable, Hashable {
    public var id: Int64
    /// Who or what it was given to.
    public var name: String
    public var created: Date

    public init(id: Int64, name: String, created: Date) {
        (self.id, self.name, self.created) = (id, name, created)
    }
}

/// Keeps keys and the sessions that were begun with them; the store holds hashes only and cannot be used to log in.
public protocol APIKeyStore: Sendable {
    /// In order of their names.
    func keys() async throws -> [APIKey]
    /// - Throws: `APIKeyError.taken` where there is a key of this name.
    func addKey(named name: String, hash: String, created: Date) async throws -> APIKey
    /// Its sessions end.
    /// - Returns: whether there was one.
    func removeKey(named name: String) async throws -> Bool
    func key(hash: String) async throws -> APIKey?

    func saveSession(hash: String, of key: APIKey, expires: Date) async throws
    /// The key that a session was begun with, and when it ends; nil where there is no such session.
    func session(hash: String) async throws -> (key: APIKey, expires: Date)?
}

public enum APIKeyError: Error, Sendable, Hashable, CustomStringConvertible {
    case taken(String)

    public var description: String {
        switch self {
        case .taken(let name): "there is a key named \(name) already; remove it first, or choose another name"
        }
    }
}
