public import Foundation
import Tar
public import Threads

/// Can a folder be written? A small file is really made, made durable and removed.
public struct FolderCheck: DoctorCheck {
    let name: String
    let folder: URL
    let pool: BlockingPool

    public init(name: String, folder: URL, pool: BlockingPool) {
        self.name = name
        self.folder = folder
        self.pool = pool
    }

    public func examine() async -> [DoctorFinding] {
        let (name, path) = (name, folder.path)
        return (try? await pool.run { [Self.examine(name, path)] }) ?? []
    }

    static func examine(_ name: String, _ path: String) -> DoctorFinding {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = FileError("Opening", path)
            return DoctorFinding(
                name, .problem, "\(path) \(error.isMissing ? "is not there" : "cannot be opened: \(error)").",
                remedy: "mkdir -p \(quoted(path))")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return DoctorFinding(
                name, .problem, "\(path) is no folder.", remedy: "mv \(quoted(path)) \(quoted(path + ".old"))")
        }
        let probe = path + "/.astrobase-doctor-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        do {
            let file = try PlainFile.creating(probe)
            // At once, so that a kill during the slow part leaves nothing behind.
            guard unlink(probe) == 0 else { throw FileError("Removing", probe) }
            try Array("probe".utf8).withUnsafeBytes { try file.write($0) }
            try file.sync()
            return DoctorFinding(name, .ok, "\(path) can be written")
        } catch let error as FileError {
            return DoctorFinding(
                name, .problem, "\(path) cannot be written: \(reason(error, status)).", remedy: remedy(error, path))
        } catch {
            return DoctorFinding(name, .problem, "\(path) cannot be written: \(error).")
        }
    }

    private static func reason(_ error: FileError, _ status: stat) -> String {
        let text = String(cString: strerror(error.code))
        guard error.code == EACCES || error.code == EPERM else { return text }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        return "\(text); it belongs to \(user(status.st_uid)) with mode \(mode), and this runs as \(user(geteuid()))"
    }

    private static func remedy(_ error: FileError, _ path: String) -> String {
        switch error.code {
        case EACCES, EPERM: "sudo chown \(user(geteuid())) \(quoted(path))"
        case EROFS: "mount the file system so that it can be written, or choose another folder"
        case ENOSPC, EDQUOT: "make room on the disk of \(quoted(path))"
        default: "see to the disk of \(quoted(path))"
        }
    }

    /// A user's name, or number where nobody has it. The reentrant call: checks run side by side.
    private static func user(_ number: uid_t) -> String {
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwuid_r(number, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return String(number)
        }
        return String(cString: name)
    }

    /// As a shell takes it for one word.
    static func quoted(_ path: String) -> String { "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'" }
}
