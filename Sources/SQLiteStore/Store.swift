import Foundation
package import GRDB

/// The one database file: a writer, several readers, write-ahead log, every commit on the disk when it returns.
///
/// Several processes may have it open; each waits for the other's short transactions instead of failing.
public final class Store: Sendable {
    /// Where the database file is.
    public let path: String
    package let pool: DatabasePool
    /// Tells of changes; see `version()`.
    let versions: DatabaseQueue
    let lightWrites = LightWrites()
    /// An element after each commit of this process that left rows in the outbox.
    package let outboxCommits = Multicast<Void>()

    /// How long a statement waits for another process's transaction, in seconds.
    static let busySeconds: TimeInterval = 15

    private init(path: String, pool: DatabasePool) throws {
        self.path = path
        var watching = Configuration()
        watching.readonly = true
        watching.busyMode = .timeout(Self.busySeconds)
        versions = try DatabaseQueue(path: path, configuration: watching)
        self.pool = pool
    }

    /// Opens the database, makes it where it is missing, and brings its schema up to date.
    ///
    /// - Throws: `StoreError` where it cannot be opened, is no database, or was written by a newer program.
    public static func open(path: String) throws -> Store {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration())
            // GRDB sets NORMAL when it turns the write-ahead log on, after its hook for preparing connections.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let migrator = Schema.migrator
            let (isComplete, isNewer) = try pool.read {
                (try migrator.hasCompletedMigrations($0), try migrator.hasBeenSuperseded($0))
            }
            if isNewer {
                throw StoreError(
                    message: "\(path) was written by a newer Astrobase; start that one, or restore a backup")
            }
            // Asked first so that opening a current database never waits for a writer.
            if !isComplete { try migrator.migrate(pool) }
            return try Store(path: path, pool: pool)
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// A store in a new folder of its own below the system's temporary folder, for tests and trials.
    public static func temporary() throws -> Store {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("astrobase-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try open(path: folder.appendingPathComponent("astrobase.sqlite").path)
    }

    /// Waits for work in hand and closes the file; every later call throws.
    public func close() throws {
        do {
            try versions.close()
            try pool.close()
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "astrobase"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // 16 MB of pages per connection hold the indexes of 100,000 observations.
            try db.execute(sql: "PRAGMA cache_size = -16000")
        }
        return configuration
    }
}
