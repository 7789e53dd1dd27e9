import Foundation
import Glibc
import Observations

/// Lists the files below a landing pad that may be photos.
struct LandingScan {
    let root: String
    /// Told of every folder before it is listed, so that what comes later is noticed.
    let entering: (String) -> Void
    private(set) var files: [LandingFile] = []
    /// Names that are no UTF-8: no record could hold them.
    private(set) var unreadable: [String] = []

    init(root: String, entering: @escaping (String) -> Void) throws {
        self.root = root
        self.entering = entering
        try list(folder: root, subpath: "")
    }

    private mutating func list(folder: String, subpath: String) throws {
        entering(folder)
        guard let handle = opendir(folder) else {
            // A folder that went away since its parent was listed is no trouble.
            if errno == ENOENT, !subpath.isEmpty { return }
            throw LandingError("The landing pad's folder \(folder) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            guard let name = Self.name(entry) else {
                unreadable.append(subpath.isEmpty ? folder : subpath)
                continue
            }
            if LandingNames.isLeftAlone(name) { continue }
            let inner = subpath.isEmpty ? name : "\(subpath)/\(name)"
            try visit(path: "\(folder)/\(name)", subpath: inner, isTop: subpath.isEmpty)
        }
    }

    private mutating func visit(path: String, subpath: String, isTop: Bool) throws {
        // lstat: symbolic links are neither files nor folders here, wherever they lead.
        guard let status = LandingFile.status(path) else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: files.append(LandingFile(path: path, subpath: subpath, status: status))
        case S_IFDIR:
            if isTop, [LandingNames.rejected, LandingNames.duplicates].contains(subpath) { return }
            try list(folder: path, subpath: subpath)
        default: return
        }
    }

    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String? {
        withUnsafePointer(to: &entry.pointee.d_name) { field in
            field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                String(validatingCString: $0)
            }
        }
    }
}

extension LandingFile {
    init(path: String, subpath: String, status: stat) {
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
        self.subpath = subpath
        changed = nanoseconds(status.st_ctim)
        mark = SourceMark(
            path: path, inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: nanoseconds(status.st_mtim))
    }

    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}

/// Why the landing pad could not be used.
struct LandingError: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
