public import Foundation
import Glibc
public import Observations
import Threads

extension FileArchive {
    public func existingFile(_ path: ArchivePath) throws -> URL {
        var full = root
        for (number, component) in path.components.enumerated() {
            full += "/\(component)"
            let wanted: Posix.Kind = number == path.components.count - 1 ? .file : .folder
            guard Posix.kind(of: full) == wanted else {
                throw ArchiveError(.notFound, "The archive has no file \(path)")
            }
        }
        return URL(fileURLWithPath: full, isDirectory: false)
    }

    public func files() async throws -> [ArchivedFile] {
        try await pool.run { try list([]) }
    }

    public func digest(_ path: ArchivePath) async throws -> FileDigest {
        try await pool.run { try HashingCopy.digest(of: existingFile(path).path) }
    }

    /// Files below a folder, depth first; hidden ones and symbolic links are left out.
    private func list(_ folder: [String]) throws -> [ArchivedFile] {
        var found: [ArchivedFile] = []
        for name in try Posix.names(in: ([root] + folder).joined(separator: "/")) where !name.hasPrefix(".") {
            guard let path = try? ArchivePath(components: folder + [name]) else { continue }
            guard let status = Posix.status(of: "\(root)/\(path)") else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: found.append(ArchivedFile(path: path, size: Int64(status.st_size)))
            case S_IFDIR: found += try list(path.components)
            default: continue
            }
        }
        return found
    }
}
