public import Foundation
import Glibc
public import Observations
import Threads

extension FileArchive {
    public func ingestRight() async throws -> (any IngestRight)? {
        try await pool.run {
            try ensureFolder(incomingPath)
            return try IngestLock(path: "\(incomingPath)/ingest.lock")
        }
    }

    /// A copy always, also where the source lies in the same file system. A link or rename would be faster, but another
    /// program may hold the file open, or have a further name for it, and change the original behind our back; a copy
    /// (or clone) is ours alone, and it is hashed in the same pass.
    public func receive(_ source: URL) async throws -> IncomingFile {
        try await pool.run {
            let temporary = try temporaryPath()
            do {
                try probe("copy")
                let digest = try copy(source.path, to: temporary)
                return IncomingFile(name: name(of: temporary), url: URL(fileURLWithPath: temporary), digest: digest)
            } catch {
                unlink(temporary)
                throw error
            }
        }
    }

    public func drop(_ incoming: IncomingFile) async {
        guard (try? probe("drop")) != nil, let path = try? incomingPath(of: incoming.name) else { return }
        _ = unlink(path)
    }

    public func begin(
        _ incoming: IncomingFile, taskID: String, originalName: String, fileExtension: String, source: SourceMark
    ) async throws -> IngestIntent {
        let wanted = try OriginalName(originalName)
        let intent = IngestIntent(
            taskID: taskID, digest: incoming.digest, originalFile: wanted.numbered(1),
            rawFile: "\(taskID)_raw.\(fileExtension)", incoming: incoming.name, source: source)
        _ = try path(taskID: taskID, filename: intent.rawFile)
        return try await pool.run {
            let free = named(intent, wanted)
            try probe("write intent")
            try write(free)
            return free
        }
    }

    public func place(_ intent: IngestIntent) async throws -> IngestIntent {
        let folder = try folderPath(taskID: intent.taskID)
        return try await pool.run {
            let placed = try placeOriginal(intent)
            try probe("make folder")
            try ensureFolder(folder)
            try probe("share raw")
            try share(originalPath(placed), to: path(taskID: placed.taskID, filename: placed.rawFile))
            try probe("sync folder")
            try Posix.syncFolder(folder)
            return placed
        }
    }

    public func finish(_ intent: IngestIntent) async throws {
        try await pool.run { try forget(intent) }
    }

    /// Under the name the intent gives, or the next free one, which is written down before it is taken.
    private func placeOriginal(_ first: IngestIntent) throws -> IngestIntent {
        var intent = first
        let source = try incomingPath(of: intent.incoming)
        try ensureFolder("\(root)/\(Self.originals)")
        while true {
            let target = try originalPath(intent)
            try probe("link original")
            var (done, supported) = try Posix.link(source, target)
            if !supported { done = try claimAndRename(source, target) }
            if done {
                try Posix.syncFolder(of: target)
                return intent
            }
            intent = named(intent, try OriginalName(first.originalFile))
            try write(intent)
        }
    }

    /// Placing without overwriting where there are no hard links: an empty file of that name is the claim.
    private func claimAndRename(_ source: String, _ target: String) throws -> Bool {
        let claim = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        if claim < 0 {
            if errno == EEXIST { return false }
            throw Posix.failure("\(target) cannot be placed", writing: true)
        }
        close(claim)
        try Posix.rename(source, target)
        return true
    }

    /// A second name or copy of a file: shared blocks, else a hard link, else a copy.
    private func share(_ source: String, to target: String) throws {
        let temporary = try temporaryPath()
        defer { unlink(temporary) }
        if !clones.isKnownMissing {
            let from = try Posix.open(source, O_RDONLY)
            let to = try Posix.open(temporary, O_RDWR | O_CREAT | O_EXCL)
            if clones.clone(from, to: to) {
                try HashingCopy.sync(to, named: target)
                return try Posix.rename(temporary, target)
            }
            unlink(temporary)
        }
        // A file of this name is of a dead attempt with the same task id; no record points to it.
        unlink(target)
        let (done, _) = try Posix.link(source, target)
        if done { return }
        _ = try copy(source, to: temporary)
        try Posix.rename(temporary, target)
    }

    /// The intent with the first free name for its original.
    private func named(_ intent: IngestIntent, _ wanted: OriginalName) -> IngestIntent {
        var result = intent
        var number = 1
        repeat {
            result.originalFile = wanted.numbered(number)
            number += 1
        } while Posix.kind(of: "\(root)/\(Self.originals)/\(result.originalFile)") != .missing
        return result
    }

    func originalPath(_ intent: IngestIntent) throws -> String {
        try location(original: intent.originalFile).path
    }

    func incomingPath(of name: String) throws -> String {
        try ArchivePath.check(name)
        return "\(incomingPath)/\(name)"
    }

    func name(of path: String) -> String {
        String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    }
}
