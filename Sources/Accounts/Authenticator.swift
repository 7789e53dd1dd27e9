public import Foundation

/// Tells who somebody is, by password or by the secret of a session.
///
/// A password found right is remembered for some minutes under a keyed hash, so that a client that sends it with every
/// request does not pay for scrypt each time; a changed password or removed user counts at once all the same.
public actor Authenticator {
    public struct Settings: Sendable, Hashable {
        /// How long a password that was right is remembered.
        public var cacheSeconds: TimeInterval = 300
        public var sessionDays: Double = 30
        /// The pause after the first wrong password of a user; each further one doubles it.
        public var firstPause: TimeInterval = 0.5
        /// No pause is longer; log-ins that would have to wait longer than twice this are refused.
        public var longestPause: TimeInterval = 8
        /// A user's wrong passwords are forgotten after this time without another.
        public var forgiveSeconds: TimeInterval = 900

        public init() {}
    }

    private let store: any AccountStore
    private let hasher: PasswordHasher
    private let settings: Settings
    private let now: @Sendable () -> Date
    private var remembered: RememberedPasswords
    private var failures: FailedLogIns
    /// Compared with when there is no such user, so that the answer takes as long as for one that exists.
    private var decoy: String?

    /// - Parameter now: the clock.
    public init(
        store: any AccountStore, hasher: PasswordHasher = PasswordHasher(), settings: Settings = Settings(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.hasher = hasher
        self.settings = settings
        self.now = now
        remembered = RememberedPasswords(seconds: settings.cacheSeconds)
        failures = FailedLogIns(settings)
    }

    /// The user of this name and password; nil where there is none.
    ///
    /// - Throws: `TooManyLogIns` where wrong passwords came faster than they are looked at; errors of the store.
    public func verify(user name: String, password: String) async throws -> User? {
        let user = try await store.user(named: name)
        if let user, remembered.knows(user, password, at: now()) { return user }
        let pause = try failures.pause(for: name, at: now())
        if pause > 0 { try await Task.sleep(for: .seconds(pause)) }
        let wanted = if let user { user.passwordHash } else { try await decoyHash() }
        let isRight = try await hasher.verify(password, against: wanted)
        guard var user, isRight else {
            failures.add(name, at: now())
            return nil
        }
        failures.forget(name)
        if !hasher.isOwn(user.passwordHash) {
            user.passwordHash = try await hasher.hash(password)
            try await store.save(user)
        }
        remembered.add(user, password, at: now())
        return user
    }

    /// Begins a session: the secret is for the cookie and is kept nowhere else.
    ///
    /// - Parameter days: how long it lasts; nil: as set.
    public func openSession(for user: User, days: Double? = nil) async throws -> (secret: String, session: Session) {
        let secret = SessionSecret.random()
        let session = Session(
            tokenHash: SessionSecret.hash(secret), user: user.name,
            expires: now().addingTimeInterval((days ?? settings.sessionDays) * 86_400))
        try await store.save(session)
        return (secret, session)
    }

    /// Whose session this is; nil where it is unknown, closed or over.
    public func user(sessionSecret secret: String) async throws -> User? {
        let hash = SessionSecret.hash(secret)
        guard let session = try await store.session(tokenHash: hash) else { return nil }
        guard session.expires > now() else {
            try await store.removeSession(tokenHash: hash)
            return nil
        }
        return try await store.user(named: session.user)
    }

    public func closeSession(secret: String) async throws {
        try await store.removeSession(tokenHash: SessionSecret.hash(secret))
    }

    private func decoyHash() async throws -> String {
        if let decoy { return decoy }
        let made = try await hasher.hash(SessionSecret.random())
        decoy = made
        return made
    }
}
