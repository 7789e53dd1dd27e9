import Foundation
import Glibc
public import Observations
import Threads

/// How a file leaves the landing pad.
extension LandingPad {
    /// Whether the file is the one that was looked at, and nobody is writing to it.
    public nonisolated func isUnchanged(_ file: LandingFile) async throws -> Bool {
        try await pool.run { Self.isThere(file.mark) && OpenWriters.of(file.mark.path) != .some }
    }

    /// Removes a file for good and makes that survive a power cut. Another file of its name stays.
    public nonisolated func remove(_ mark: SourceMark) async throws {
        try await pool.run { [probe] in
            guard Self.isThere(mark) else { return }
            try probe("unlink")
            guard unlink(mark.path) == 0 || errno == ENOENT else {
                throw LandingError("\(mark.path) is in the archive but cannot be removed: \(String(cString: strerror(errno)))")
            }
            try probe("sync landing folder")
            Self.syncFolder(of: mark.path)
        }
    }

    /// Moves a file to a folder at the landing pad's top, with the reason beside it. Nothing there is overwritten.
    ///
    /// - Returns: its new path relative to the landing pad.
    nonisolated func setAside(_ file: LandingFile, in folder: String, reason: String) async throws -> String {
        try await pool.run { [root, probe] in
            guard Self.isThere(file.mark) else { throw LandingError("\(file.subpath) changed meanwhile") }
            let parts = (folder + "/" + file.subpath).split(separator: "/").map(String.init)
            var place = root
            for part in parts.dropLast() {
                place += "/\(part)"
                guard mkdir(place, 0o755) == 0 || errno == EEXIST else {
                    throw LandingError("\(place) cannot be made: \(String(cString: strerror(errno)))")
                }
            }
            let name = FileNameParts(parts[parts.count - 1])
            let text = Data("\(file.subpath)\n\(reason)\n".utf8)
            for number in 1...1_000_000 {
                let target = "\(place)/\(name.numbered(number))"
                if let there = LandingFile.status(target) {
                    guard UInt64(there.st_ino) == file.mark.inode, there.st_nlink > 1 else { continue }
                    // A run was cut off between the new name and the end of the old one.
                    unlink(file.mark.path)
                    return String(target.dropFirst(root.count + 1))
                }
                // The reason goes first: whoever sees the file sees why it is there.
                guard try Self.writeReason(text, to: target + ".reason.txt") else { continue }
                try probe("set aside")
                guard try Self.moveWithoutOverwriting(file.mark.path, to: target) else { continue }
                Self.syncFolder(of: target)
                Self.syncFolder(of: file.mark.path)
                return String(target.dropFirst(root.count + 1))
            }
            throw LandingError("There are too many files named \(file.name) in \(folder)")
        }
    }

    private static func isThere(_ mark: SourceMark) -> Bool {
        guard let status = LandingFile.status(mark.path) else { return false }
        return LandingFile(path: mark.path, subpath: "", status: status).mark == mark
    }

    /// False when another reason stands there; the same one is left by a run that was cut off, and taken over.
    private static func writeReason(_ text: Data, to path: String) throws -> Bool {
        if LandingFile.status(path) != nil { return FileManager.default.contents(atPath: path) == text }
        // The same name each time: the next try clears away what one that was cut off left.
        let temporary = "\(path).tmp"
        defer { unlink(temporary) }
        do {
            try text.write(to: URL(fileURLWithPath: temporary))
        } catch {
            throw LandingError("\(path) cannot be written: \(error.localizedDescription)")
        }
        return try moveWithoutOverwriting(temporary, to: path)
    }

    /// False when `target` exists. Where there are no hard links, an empty file is the claim on the name.
    private static func moveWithoutOverwriting(_ source: String, to target: String) throws -> Bool {
        if link(source, target) == 0 {
            guard unlink(source) == 0 else {
                let reason = String(cString: strerror(errno))
                unlink(target)
                throw LandingError("\(source) cannot be moved: \(reason)")
            }
            return true
        }
        if errno == EEXIST { return false }
        let claim = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if claim < 0, errno == EEXIST { return false }
        guard claim >= 0 else { throw LandingError("\(target) cannot be made: \(String(cString: strerror(errno)))") }
        close(claim)
        if rename(source, target) == 0 { return true }
        let reason = String(cString: strerror(errno))
        unlink(target)
        throw LandingError("\(source) cannot be moved to \(target): \(reason)")
    }

    private static func syncFolder(of path: String) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let number = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return }
        // Nothing is lost when this fails: the file would come back after a power cut, and be known.
        _ = fsync(number)
        close(number)
    }
}
