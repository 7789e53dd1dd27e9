import Accounts
import Foundation
import Logging
import Previews
import SQLiteRepository
import SQLiteStore
import Server

/// A server on nothing but memory and a folder of its own, with the users admin, editor and reader
/// (passwords as their names).
final class TestSite: Sendable {
    let repository = MemoryRepository()
    let folder: URL
    let server: AstrobaseServer
    /// Jobs and cutouts.
    let store: Store

    var archive: URL { folder.appending(path: "data") }

    init(change: @Sendable (inout ServerConfiguration) -> Void = { _ in }) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "server-tests-\(UUID().uuidString)")
        let archive = folder.appending(path: "data")
        try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
        let accounts = MemoryAccounts()
        let hasher = PasswordHasher(logCost: 10)
        for (name, role) in [("admin", Role.admin), ("editor", .editor), ("reader", .reader)] {
            let user = User(name: name, role: role, passwordHash: try await hasher.hash(name), created: Date())
            try await accounts.save(user)
        }
        var configuration = ServerConfiguration()
        configuration.dataHost = "DATA_HOST"
        configuration.port = 0
        change(&configuration)
        store = try Store.temporary()
        server = AstrobaseServer(
            configuration: configuration, repository: repository, jobs: SQLiteJobRepository(store: store),
            cutouts: SQLiteCutoutRepository(store: store), queue: EmptyQueue(),
            authenticator: Authenticator(store: accounts, hasher: hasher),
            previews: Previews(cacheFolder: folder.appending(path: "previews"), width: 2),
            archiveRoot: archive, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes a file into the folder of a task id.
    func write(_ text: String, to path: String) throws {
        let file = archive.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}
