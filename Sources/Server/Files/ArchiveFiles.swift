import Foundation
import Observations
import Threads

/// The archive's folder as far as it is shown: plain files in folders of it, nothing else.
struct ArchiveFiles: Sendable {
    /// Without symbolic links in it.
    let root: URL
    /// File system calls may wait for a disk; they have threads of their own.
    let pool: BlockingPool

    init(root: URL, pool: BlockingPool) {
        self.root = URL(filePath: Self.realPath(root.path) ?? root.path, directoryHint: .isDirectory)
        self.pool = pool
    }

    /// A file as it was when it was looked at.
    struct Found: Sendable {
        let path: String
        let size: Int
        let modified: Date
        let inode: UInt64

        /// Changes when the file is replaced or written to.
        var tag: String {
            let time = UInt64(max(0, modified.timeIntervalSince1970 * 1_000_000))
            return "\"\(String(inode, radix: 16))-\(String(size, radix: 16))-\(String(time, radix: 16))\""
        }
    }

    /// A name that can only mean a file right in the folder it is looked for in, and no hidden one.
    static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 255
            && name.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 && $0 != 0x7F }
    }

    /// The regular file below the root that the path's names lead to.
    /// - Returns: nil where there is none, where a name is hidden or not plain, and where a symbolic link leads out.
    func find(_ names: [String]) async throws -> Found? {
        guard !names.isEmpty, names.allSatisfy(Self.isPlainName) else { return nil }
        let (root, path) = (root.path, names.joined(separator: "/"))
        return try await pool.run { Self.look(root: root, path: path) }
    }

    /// Whether an observation's folder or its original is there.
    func holdsAnything(of observation: Observation) async -> Bool {
        let root = root
        let (taskID, original) = (observation.taskID, observation.originalFile)
        let found = try? await pool.run {
            let files = FileManager.default
            if Self.isPlainName(taskID), files.fileExists(atPath: root.appending(path: taskID).path) { return true }
            guard let original, Self.isPlainName(original) else { return false }
            return files.fileExists(atPath: root.appending(path: "raw").appending(path: original).path)
        }
        return found ?? true
    }

    private static func look(root: String, path: String) -> Found? {
        let base = root.hasSuffix("/") ? root : root + "/"
        guard let real = realPath(base + path), real.hasPrefix(base) else { return nil }
        // A link inside the archive may lead to a hidden folder of it.
        let hidden = real.dropFirst(base.count).split(separator: "/").contains { $0.hasPrefix(".") }
        var status = stat()
        guard !hidden, stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let time = status.st_mtim
        return Found(
            path: real, size: Int(status.st_size),
            modified: Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9),
            inode: UInt64(status.st_ino))
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
