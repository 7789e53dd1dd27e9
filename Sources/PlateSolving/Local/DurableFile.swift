import Foundation

/// Writes small files so that after a crash the old content is there or the new one.
enum DurableFile {
    static func write(_ data: Data, to url: URL) throws {
        let part = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).part")
        try data.write(to: part)
        try sync(part.path)
        guard rename(part.path, url.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        try sync(url.deletingLastPathComponent().path)
    }

    /// Makes sure that a file, or the entries of a folder, are on the disk.
    static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CocoaError(.fileReadUnknown) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
