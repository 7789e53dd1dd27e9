import Accounts
import Foundation
import Logging
import Previews
import RESTRepository
import SQLiteRepository
import SQLiteStore
import Server
import TaskQueue

/// This project's server on loopback with a database of its own, and a way in for workers.
struct OurServer {
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func run(_ body: (RESTBackend) async throws -> Void) async throws {
        let store = try Store.temporary()
        let hasher = PasswordHasher(logCost: 10)
        let accounts = OneUser(user: User(name: "admin", role: .admin, passwordHash: try await hasher.hash("admin"), created: Date()))
        var configuration = ServerConfiguration()
        configuration.port = 0
        let folder = FileManager.default.temporaryDirectory.appending(path: "rest-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = AstrobaseServer(
            configuration: configuration, repository: SQLiteObservationRepository(store: store),
            jobs: SQLiteJobRepository(store: store), cutouts: SQLiteCutoutRepository(store: store), queue: NoQueue(),
            authenticator: Authenticator(store: accounts, hasher: hasher),
            previews: Previews(cacheFolder: folder, width: 1), archiveRoot: folder, log: quiet,
            listening: { port.yield($1) })
        let running = Task { try await server.run() }
        defer { running.cancel() }
        for await number in ports {
            try await withBackend("http://127.0.0.1:\(number)", body)
            return
        }
    }

    static func withBackend(
        _ url: String, user: String = "admin", password: String = "admin",
        settings change: (inout RESTSettings) -> Void = { _ in }, _ body: (RESTBackend) async throws -> Void
    ) async throws {
        var settings = RESTSettings()
        settings.retry = RetryPolicy(attempts: 5, firstDelay: 0.05, longestDelay: 0.2)
        settings.pollSeconds = 0.2
        change(&settings)
        let backend = RESTBackend(
            access: try RESTAccess(url: url, user: user, password: password), settings: settings, log: quiet)
        do {
            try await body(backend)
        } catch {
            try await backend.shutdown()
            throw error
        }
        try await backend.shutdown()
    }
}

/// Users that do not change.
struct OneUser: AccountStore {
    let user: User

    func user(named name: String) async throws -> User? { name == user.name ? user : nil }
    func users() async throws -> [User] { [user] }
    func save(_ user: User) async throws {}
    func removeUser(named name: String) async throws -> Bool { false }
    func session(tokenHash: String) async throws -> Session? { nil }
    func save(_ session: Session) async throws {}
    func removeSession(tokenHash: String) async throws {}
}
