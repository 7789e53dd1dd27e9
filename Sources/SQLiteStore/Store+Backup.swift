import Foundation
import GRDB

extension Store {
    /// Writes a consistent copy of the database to a new file while it is in use; the copy is on the disk on return.
    ///
    /// The call blocks for as long as the copying takes.
    /// - Throws: `StoreError` where the file exists or cannot be written; nothing is left behind then.
    public func backup(to target: String) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: target) else {
            throw StoreError(message: "\(target) exists already; a backup is written to a new file")
        }
        let partial = target + ".partial"
        try? files.removeItem(atPath: partial)
        do {
            // A connection of its own: the copying neither holds the writer nor ends a reader's snapshot.
            let source = try DatabaseQueue(path: path, configuration: Self.configuration())
            try source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
            try source.close()
            try flush(partial)
            guard rename(partial, target) == 0 else { throw systemError("cannot name the backup \(target)") }
            try flush((target as NSString).deletingLastPathComponent)
        } catch {
            try? files.removeItem(atPath: partial)
            if let error = error as? DatabaseError { throw StoreError(error, path: target) }
            throw error
        }
    }
}

/// Puts a file or folder on the disk.
private func flush(_ name: String) throws {
    let descriptor = open(name.isEmpty ? "." : name, O_RDONLY)
    guard descriptor >= 0 else { throw systemError("cannot open \(name)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemError("cannot flush \(name) to the disk") }
}

private func systemError(_ what: String) -> StoreError {
    StoreError(message: "\(what): \(String(cString: strerror(errno)))")
}
