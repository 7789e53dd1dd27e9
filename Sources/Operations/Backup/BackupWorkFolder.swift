import Foundation
import Tar

/// A hidden folder beside the backup in which it is made, so that a half one never bears the backup's name.
final class BackupWorkFolder: Sendable {
    let path: String
    private let lock: Int32

    var archive: String { path + "/archive" }
    var manifest: String { path + "/manifest" }
    var snapshot: String { path + "/snapshot.sqlite" }

    /// - Throws: when another backup of the same name is being made, or the folder cannot be written.
    init(for file: URL) throws {
        path = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).partial").path
        if mkdir(path, 0o700) != 0 && errno != EEXIST { throw FileError("Making the folder", path) }
        lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard lock >= 0 else { throw FileError("Opening", path) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw BackupError("Another backup to \(file.path) is at work.")
        }
        // What a killed backup left behind.
        for entry in try Folder.entries(path) { unlink(path + "/" + entry.name) }
    }

    /// At the end of the backup, not of the last reference to it, which a thread of the pool may hold for a moment longer.
    func remove() {
        for entry in (try? Folder.entries(path)) ?? [] { unlink(path + "/" + entry.name) }
        rmdir(path)
        flock(lock, LOCK_UN)
    }

    deinit { close(lock) }
}
