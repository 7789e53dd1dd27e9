public import Foundation

/// Gives keys to programs, and tells by key or session which of them asks.
public struct APIKeys: Sendable {
    /// What a session is good for.
    public enum Standing: Sendable, Hashable {
        case known(APIKey)
        /// It was one, and its time is over.
        case expired
        case unknown
    }

    private let store: any APIKeyStore
    private let now: @Sendable () -> Date
    /// As long as nova.astrometry.net's, renewed by use.
    private static let sessionSeconds: TimeInterval = 14 * 86_400

    /// - Parameter now: the clock.
    public init(store: any APIKeyStore, now: @escaping @Sendable () -> Date = { Date() }) {
        (self.store, self.now) = (store, now)
    }

    /// Makes a key and tells it, once: 24 lower-case letters, 112 bits. Nova's have 16 of them, and some programs let nothing else be typed.
    ///
    /// - Throws: `APIKeyError`; errors of the store.
    public func add(_ name: String) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let secret = String((0..<24).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        _ = try await store.addKey(named: name, hash: SessionSecret.hash(secret), created: now())
        return secret
    }

    public func all() async throws -> [APIKey] { try await store.keys() }

    /// - Returns: whether there was one of this name.
    public func remove(_ name: String) async throws -> Bool { try await store.removeKey(named: name) }

    /// Begins a session; nil where the key is none.
    public func logIn(_ secret: String) async throws -> (key: APIKey, session: String)? {
        guard let key = try await store.key(hash: SessionSecret.hash(secret)) else { return nil }
        let session = SessionSecret.random()
        try await store.saveSession(hash: SessionSecret.hash(session), of: key, expires: now() + Self.sessionSeconds)
        return (key, session)
    }

    /// Whose session it is.
    public func standing(of session: String) async throws -> Standing {
        let hash = SessionSecret.hash(session)
        guard let (key, expires) = try await store.session(hash: hash) else { return .unknown }
        let now = now()
        guard expires > now else { return .expired }
        // Renewed by use, but not written down for each use.
        if expires.timeIntervalSince(now) < Self.sessionSeconds - 3600 {
            try await store.saveSession(hash: hash, of: key, expires: now + Self.sessionSeconds)
        }
        return .known(key)
    }
}
