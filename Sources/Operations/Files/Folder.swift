import Foundation
import Glibc
import Tar

/// What is in a folder, and making its changes durable.
enum Folder {
    struct Entry {
        var name: String
        var isFolder: Bool
        var isFile: Bool
        var size: Int64
        /// Seconds since 1970 at which it was placed or changed last.
        var changed: Int

        var isHidden: Bool { name.hasPrefix(".") }
    }

    /// The entries of a folder by name; symbolic links are neither file nor folder. A missing folder is empty.
    static func entries(_ path: String) throws -> [Entry] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileError("Listing", path)
        }
        defer { closedir(folder) }
        var found: [Entry] = []
        while let record = readdir(folder) {
            let name = withUnsafePointer(to: &record.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            var status = stat()
            // Gone between the listing and the look: as if it had never been listed.
            guard lstat(path + "/" + name, &status) == 0 else { continue }
            let kind = status.st_mode & S_IFMT
            found.append(
                Entry(
                    name: name, isFolder: kind == S_IFDIR, isFile: kind == S_IFREG, size: Int64(status.st_size),
                    changed: Int(status.st_ctim.tv_sec)))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Calls `visit` with the path below `root` of every regular file, hidden ones and those in hidden folders left out.
    static func visibleFiles(below root: String, under prefix: String = "", visit: (String) throws -> Void) throws {
        for entry in try entries(prefix.isEmpty ? root : root + "/" + prefix) where !entry.isHidden {
            let path = prefix.isEmpty ? entry.name : prefix + "/" + entry.name
            if entry.isFile {
                try visit(path)
            } else if entry.isFolder {
                try visibleFiles(below: root, under: path, visit: visit)
            }
        }
    }

    static func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError("Making the folder", path, code: errno == 0 ? EIO : errno)
        }
    }

    /// Makes the names in a folder durable.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("Opening", path) }
        defer { close(descriptor) }
        // Some network file systems know no fsync of a folder and say EINVAL; there is nothing more to do there.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError("Writing", path) }
    }

    static func rename(_ old: String, to new: String) throws {
        guard Glibc.rename(old, new) == 0 else { throw FileError("Renaming \(old) to", new) }
    }
}
