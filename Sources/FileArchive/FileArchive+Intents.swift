import Foundation
import Glibc
public import Observations
import Threads

/// Intents stand in `.incoming/` as `<taskID>.intent`, JSON.
extension FileArchive {
    private static let ending = ".intent"

    public func unfinished() async throws -> [IngestIntent] {
        try await pool.run { try readIntents() }
    }

    public func removeStrays() async throws {
        try await pool.run {
            let wanted = Set(try readIntents().map(\.incoming))
            for name in try Posix.names(in: incomingPath) {
                let isStray = name.hasSuffix(".part") && !wanted.contains(name)
                if isForgottenProduct(name), Posix.kind(of: "\(incomingPath)/\(name)") == .folder {
                    try FileManager.default.removeItem(atPath: "\(incomingPath)/\(name)")
                } else if isStray || isForgottenProduct(name) {
                    try Posix.remove("\(incomingPath)/\(name)")
                }
            }
        }
    }

    public func abandon(_ intent: IngestIntent) async throws {
        try await pool.run {
            try probe("abandon")
            let folder = try folderPath(taskID: intent.taskID)
            let original = try originalPath(intent)
            if try isPlaced(intent) {
                try Posix.remove(original)
                try Posix.syncFolder(of: original)
            }
            // No record has this task id and none ever will: the folder holds this attempt's file only.
            try Posix.remove(path(taskID: intent.taskID, filename: intent.rawFile))
            if rmdir(folder) == 0 { try Posix.syncFolder(root) }
            try forget(intent)
        }
    }

    func write(_ intent: IngestIntent) throws {
        let temporary = try temporaryPath()
        defer { unlink(temporary) }
        let file = try Posix.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
        let data = try JSONEncoder().encode(intent)
        let written = data.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) }
        guard written == data.count else {
            throw Posix.failure(
                "The archive cannot note what it is about to do", writing: true, code: written < 0 ? errno : ENOSPC)
        }
        try HashingCopy.sync(file, named: temporary)
        try Posix.rename(temporary, intentPath(intent.taskID))
        try Posix.syncFolder(incomingPath)
    }

    func forget(_ intent: IngestIntent) throws {
        try probe("forget incoming")
        try Posix.remove(incomingPath(of: intent.incoming))
        try probe("forget intent")
        // The intent goes last: what it names must not become a stray that nobody knows.
        try Posix.remove(intentPath(intent.taskID))
    }

    private func intentPath(_ taskID: String) throws -> String {
        try ArchivePath.check(taskID)
        return "\(incomingPath)/\(taskID)\(Self.ending)"
    }

    private func readIntents() throws -> [IngestIntent] {
        try Posix.names(in: incomingPath).filter { $0.hasSuffix(Self.ending) }.compactMap { name in
            let url = URL(fileURLWithPath: "\(incomingPath)/\(name)")
            // Intents are renamed into place whole; one that cannot be read says nothing and is left for a person to look at.
            guard let data = try? Data(contentsOf: url) else { return nil }
            return try? JSONDecoder().decode(IngestIntent.self, from: data)
        }
    }

    /// Whether the original that stands under the intent's name is the one this intent placed.
    private func isPlaced(_ intent: IngestIntent) throws -> Bool {
        let original = try originalPath(intent)
        guard let placed = Posix.status(of: original) else { return false }
        if let source = Posix.status(of: try incomingPath(of: intent.incoming)) {
            // Linked: one file under two names. An empty file is the claim made where there are no links: no original is empty.
            return placed.st_ino == source.st_ino || placed.st_size == 0
        }
        // Renamed: the temporary name is gone. The content is looked at all the same before anything is removed.
        return try HashingCopy.digest(of: original) == intent.digest
    }
}
