public import Foundation
import Glibc
public import Observations
import Threads

extension FileArchive {
    @discardableResult
    public func place(_ source: URL, taskID: String, filename: String) async throws -> FileDigest {
        let (folder, target) = try (folderPath(taskID: taskID), path(taskID: taskID, filename: filename))
        return try await pool.run {
            try requireFolder(folder, taskID)
            return try placed(at: target, in: []) { try copy(source.path, to: $0) }
        }
    }

    @discardableResult
    public func place(
        taskID: String, filename: String, _ write: @escaping @Sendable (_ path: String) throws -> Void
    ) async throws -> FileDigest {
        let (folder, target) = try (folderPath(taskID: taskID), path(taskID: taskID, filename: filename))
        return try await pool.run {
            try requireFolder(folder, taskID)
            return try placed(at: target, in: []) { try written(to: $0, for: target, write) }
        }
    }

    @discardableResult
    public func place(
        cutout filename: String, directory: String, _ write: @escaping @Sendable (_ path: String) throws -> Void
    ) async throws -> FileDigest {
        try ArchivePath.check(directory)
        try ArchivePath.check(filename)
        let top = "\(root)/\(Self.cutouts)"
        let folder = "\(top)/\(directory)"
        let target = "\(folder)/\(filename)"
        return try await pool.run { try placed(at: target, in: [top, folder]) { try written(to: $0, for: target, write) } }
    }

    public func makeWorkFolder() async throws -> URL {
        try await pool.run {
            let path = try temporaryProductPath()
            guard mkdir(path, 0o755) == 0 else { throw Posix.failure("The archive cannot be written to", writing: true) }
            return URL(fileURLWithPath: path, isDirectory: true)
        }
    }

    /// The folder comes with the photo and goes with it: a product that is finished after the photo was removed does not bring it back.
    private func requireFolder(_ folder: String, _ taskID: String) throws {
        if Posix.kind(of: folder) == .missing {
            throw ArchiveError(.notFound, "The archive has no folder \(taskID): was the observation removed?")
        }
        try ensureFolder(folder)
    }

    private func written(
        to temporary: String, for target: String, _ write: (_ path: String) throws -> Void
    ) throws -> FileDigest {
        do {
            try write(temporary)
        } catch {
            // Codecs have their own words for a full disk; the archive's own are what callers act on.
            try checkRoom()
            throw error
        }
        let file = try Posix.open(temporary, O_RDONLY)
        try HashingCopy.sync(file, named: target)
        return try HashingCopy.run(from: file, named: target, to: nil)
    }

    /// Runs `make` with a temporary path and renames what it left there to `target`.
    private func placed(
        at target: String, in folders: [String], _ make: (_ temporary: String) throws -> FileDigest
    ) throws -> FileDigest {
        let temporary = try temporaryProductPath()
        do {
            let digest = try make(temporary)
            for folder in folders { try ensureFolder(folder) }
            try probe("rename product")
            try Posix.rename(temporary, target)
            try Posix.syncFolder(of: target)
            return digest
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Throws where nothing can be written to the archive now.
    private func checkRoom() throws {
        let path = try temporaryPath()
        defer { unlink(path) }
        let file = try Posix.open(path, O_WRONLY | O_CREAT | O_EXCL)
        let block = [UInt8](repeating: 1, count: 64 << 10)
        guard Glibc.write(file.number, block, block.count) == block.count, fsync(file.number) == 0 else {
            throw Posix.failure("The archive cannot be written to", writing: true, code: errno == 0 ? ENOSPC : errno)
        }
    }

    /// Copies a file to a new one and syncs it; blocks are shared where the file system can.
    func copy(_ source: String, to target: String) throws -> FileDigest {
        let from = try Posix.open(source, O_RDONLY)
        let to = try Posix.open(target, O_RDWR | O_CREAT | O_EXCL)
        let digest =
            clones.clone(from, to: to)
            // A clone is a snapshot: it is what must be hashed, the source may change meanwhile.
            ? try HashingCopy.run(from: to, named: source, to: nil)
            : try HashingCopy.run(from: from, named: source, to: to)
        try HashingCopy.sync(to, named: source)
        return digest
    }
}
