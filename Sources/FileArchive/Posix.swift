import Glibc
import Observations

/// System calls with their errors as `ArchiveError`: the status code is wrapped once, here.
enum Posix {
    enum Kind { case file, folder, link, other, missing }

    /// The error for the present `errno`.
    static func failure(_ what: String, writing: Bool, code number: Int32 = errno) -> ArchiveError {
        let reason = String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT:
            return ArchiveError(.full, "\(what): \(reason). Free some space; the work goes on by itself then")
        case EROFS, EACCES, EPERM:
            guard writing else { return ArchiveError(.io, "\(what): \(reason)") }
            return ArchiveError(.readOnly, "\(what): \(reason). Make the folder writable; the work goes on by itself then")
        case ENOENT, ENOTDIR: return ArchiveError(.notFound, "\(what): \(reason)")
        default: return ArchiveError(.io, "\(what): \(reason)")
        }
    }

    static func status(of path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    static func kind(of path: String) -> Kind {
        guard let mode = status(of: path)?.st_mode else { return .missing }
        switch mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        default: return .other
        }
    }

    /// Makes a folder; false when it is there already. A symbolic link in its place is refused.
    static func makeFolder(_ path: String) throws -> Bool {
        if mkdir(path, 0o755) == 0 { return true }
        let number = errno
        guard number == EEXIST else { throw failure("The folder \(path) cannot be made", writing: true, code: number) }
        guard kind(of: path) == .folder else {
            throw ArchiveError(.readOnly, "\(path) is in the way: a folder of the archive is to stand there")
        }
        return false
    }

    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o644) throws -> Descriptor {
        let number = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode)
        guard number >= 0 else {
            throw failure("\(path) cannot be opened", writing: flags & (O_WRONLY | O_RDWR) != 0)
        }
        return Descriptor(number)
    }

    /// Makes the entries of a folder survive a power cut.
    static func syncFolder(_ path: String) throws {
        let folder = try open(path, O_RDONLY | O_DIRECTORY)
        // File systems that cannot sync a folder say EINVAL; there is nothing more to be done then.
        guard fsync(folder.number) == 0 || errno == EINVAL else {
            throw failure("The folder \(path) cannot be synced", writing: true)
        }
    }

    static func syncFolder(of path: String) throws {
        try syncFolder(parent(of: path))
    }

    static func parent(of path: String) -> String {
        let cut = path.lastIndex(of: "/") ?? path.startIndex
        return cut == path.startIndex ? "/" : String(path[..<cut])
    }

    /// Gives a file a second name; false when the name is taken or the file system has no hard links (`supported` false).
    static func link(_ from: String, _ to: String) throws -> (done: Bool, supported: Bool) {
        if Glibc.link(from, to) == 0 { return (true, true) }
        switch errno {
        case EEXIST: return (false, true)
        case EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV: return (false, false)
        default: throw failure("\(to) cannot be placed", writing: true)
        }
    }

    static func rename(_ from: String, _ to: String) throws {
        guard Glibc.rename(from, to) == 0 else { throw failure("\(to) cannot be placed", writing: true) }
    }

    /// Removes a file; a missing one is no error.
    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("\(path) cannot be removed", writing: true) }
    }

    /// The names in a folder; none where there is no folder.
    static func names(in path: String) throws -> [String] {
        guard let handle = opendir(path) else {
            if errno == ENOENT { return [] }
            throw failure("The folder \(path) cannot be read", writing: false)
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(validatingCString: $0)
                }
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// An open file, closed when it is released.
final class Descriptor {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}
