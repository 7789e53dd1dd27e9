public import Foundation
import Tar
public import Threads

/// Puts a backup into a home.
///
/// The archive is unpacked into hidden folders beside the places of its parts and compared with its manifest; only then is
/// everything renamed into place, the database last. Until the end a mark says that a restore is under way, so that a
/// half-restored home is never taken for a whole one.
public struct Restore: Sendable {
    /// Looks into the unpacked database before it is put into place, and throws when it is not sound.
    public typealias DatabaseCheck = @Sendable (URL) async throws -> Void

    let home: HomePaths
    let databaseCheck: DatabaseCheck
    let pool: BlockingPool

    public init(
        home: HomePaths, databaseCheck: @escaping DatabaseCheck,
        pool: BlockingPool = BlockingPool(name: "restore", width: 1)
    ) {
        self.home = home
        self.databaseCheck = databaseCheck
        self.pool = pool
    }

    /// True where a restore began and has not come to its end: the home is not to be used, the restore is to be repeated.
    public static func isUnfinished(_ home: HomePaths) -> Bool { access(RestorePlaces(home).mark, F_OK) == 0 }

    /// Restores; nothing else may be at work in the home.
    ///
    /// - Parameter replacing: what the home holds is moved into `.replaced-…` folders beside the new contents; without it,
    ///   a home that holds anything is refused.
    /// - Throws: `BackupError`, `FileError`, `CancellationError`, what `databaseCheck` throws.
    @discardableResult
    public func read(
        from file: URL, replacing: Bool = false, progress: @escaping @Sendable (OperationProgress) -> Void = { _ in }
    ) async throws -> RestoreReport {
        let places = RestorePlaces(home)
        let archive = file.path
        // What an earlier restore left half done is no content of the home.
        let repeated = Self.isUnfinished(home)
        if !replacing && !repeated, let content = try await pool.run({ try places.firstContent() }) {
            throw BackupError(
                "\(home.root.path) is not empty (\(content)): restore into another home, or say --force to replace what is there."
            )
        }
        var report = try await pool.runStoppable { stop in
            try places.prepare()
            do {
                let unpacker = RestoreUnpacker(places: places, stopping: stop, progress: progress)
                return try unpacker.unpack(archive)
            } catch {
                places.abandon()
                throw error
            }
        }
        do {
            try await databaseCheck(places.stagedDatabase)
        } catch {
            places.abandon()
            throw error
        }
        report.replaced = try await pool.run { try places.putIntoPlace() }
        return report
    }
}

/// What a restore did.
public struct RestoreReport: Sendable, Hashable, Codable {
    public var files = 0
    public var bytes: Int64 = 0
    /// When the backup was made.
    public var created = ""
    /// Folders that hold what the home had before; empty when it had nothing.
    public var replaced: [String] = []

    public init() {}
}
