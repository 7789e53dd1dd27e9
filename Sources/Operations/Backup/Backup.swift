public import Foundation
public import Observations
import Synchronization
import Tar
public import Threads

/// Makes a consistent copy of a running home in one file.
///
/// The landing pad is read before the database's snapshot is taken: what is ingested in between is then in both, and a
/// restore leaves it out of the landing pad; the other way round it would be in neither. Then every file that the
/// snapshot's records name is stored; what cleanup took away meanwhile is found in the trash.
public struct Backup: Sendable {
    /// Writes a consistent copy of the running database to a new file and returns a repository that reads that copy.
    public typealias Snapshot = @Sendable (URL) async throws -> any ObservationRepository

    let home: HomePaths
    let snapshot: Snapshot
    let pool: BlockingPool

    public init(home: HomePaths, snapshot: @escaping Snapshot, pool: BlockingPool = BlockingPool(name: "backup", width: 1)) {
        self.home = home
        self.snapshot = snapshot
        self.pool = pool
    }

    /// Writes the backup; the name is there when all of it is on disk and was read back, or not at all.
    ///
    /// - Parameters:
    ///   - file: ends in `.tar`, `.tar.gz` or `.tgz`.
    ///   - replacing: an existing file of that name may be replaced.
    /// - Throws: `BackupError`, `FileError` (a full disk among them), `CancellationError`; no half file is left.
    public func write(
        to file: URL, replacing: Bool = false, progress: @escaping @Sendable (OperationProgress) -> Void = { _ in }
    ) async throws -> BackupReport {
        let start = ContinuousClock.now
        let compressed = try check(file, replacing: replacing)
        let folder = try await pool.run { try BackupWorkFolder(for: file) }
        defer { folder.remove() }
        let writer = try await pool.run {
            WriterBox(
                try BackupWriter(
                    archive: folder.archive, manifest: folder.manifest, compressed: compressed,
                    report: BackupReport(file: file.path)))
        }
        let landingPad = home.landingPad.path
        try await pool.runStoppable { stop in
            try writer.use { try $0.storeHead() }
            try Folder.visibleFiles(below: landingPad) { path in
                try writer.use { try $0.storeIfThere(landingPad + "/" + path, as: BackupFormat.landingPad + path, stop) }
                progress(writer.use { $0.progress })
            }
        }
        let repository = try await snapshot(URL(fileURLWithPath: folder.snapshot))
        try await pool.runStoppable { stop in
            try writer.use { _ = try $0.store(file: folder.snapshot, as: BackupFormat.database, stopping: stop) }
        }
        let files = RecordedFiles(data: home.data)
        try await ObservationWalk(repository).each { observation in
            try await pool.runStoppable { stop in
                try writer.use { try files.store(observation, in: $0, stopping: stop) }
                progress(writer.use { $0.progress })
            }
        }
        var report = try await pool.runStoppable { stop in
            try writer.use { try $0.finish(stopping: stop) }
            try BackupCheck.check(folder.archive, against: folder.manifest, stopping: stop)
            if !replacing, access(file.path, F_OK) == 0 { throw Self.exists(file) }
            try Folder.rename(folder.archive, to: file.path)
            try Folder.sync(file.deletingLastPathComponent().path)
            return writer.use { $0.report }
        }
        var status = stat()
        if stat(file.path, &status) == 0 { report.bytes = Int64(status.st_size) }
        let took = start.duration(to: .now)
        report.seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        return report
    }

    /// - Returns: whether the file is to be compressed.
    private func check(_ file: URL, replacing: Bool) throws -> Bool {
        let name = file.lastPathComponent.lowercased()
        guard name.hasSuffix(".tar") || name.hasSuffix(".tar.gz") || name.hasSuffix(".tgz") else {
            throw BackupError("A backup's name ends in .tar, .tar.gz or .tgz; \(file.lastPathComponent) does not.")
        }
        if Restore.isUnfinished(home) {
            throw BackupError("A restore into \(home.root.path) was interrupted, so it is not whole: repeat the restore first.")
        }
        let place = file.standardizedFileURL.path
        for folder in [home.data, home.landingPad] where place.hasPrefix(folder.standardizedFileURL.path + "/") {
            throw BackupError("\(file.path) lies inside \(folder.path), which is to be backed up: choose another place.")
        }
        if !replacing, access(file.path, F_OK) == 0 { throw Self.exists(file) }
        return !name.hasSuffix(".tar")
    }

    private static func exists(_ file: URL) -> BackupError {
        BackupError("\(file.path) exists already: choose another name, or say --force to replace it.")
    }
}

/// The writer between the calls that use it, which follow one another on the pool's threads.
final class WriterBox: Sendable {
    private let writer: Mutex<BackupWriter>

    init(_ writer: sending BackupWriter) { self.writer = Mutex(writer) }

    func use<T: Sendable>(_ work: (BackupWriter) throws -> T) rethrows -> T {
        try writer.withLock { writer in try work(writer) }
    }
}
