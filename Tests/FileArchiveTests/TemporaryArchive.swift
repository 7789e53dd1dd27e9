import FileArchive
import Foundation
import Observations
import Synchronization

/// A folder of its own for a test, gone with it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("astrobase-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ path: String, _ content: String) throws -> URL {
        let file = url.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: file)
        return file
    }

    /// The folder of an observation, as ingest leaves it.
    func makeObservation(_ taskID: String) throws {
        try FileManager.default.createDirectory(at: url.appendingPathComponent("data/\(taskID)"), withIntermediateDirectories: true)
    }

    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: url.appendingPathComponent(path).path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Paths of all files, hidden ones too, relative to the folder.
    func paths() -> [String] {
        let base = url.path + "/"
        let all = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
        return all.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: base + $0, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

struct Cut: Error {}

/// Cuts an archive's work off before its `steps`-th step; nothing is done after that.
final class Fuse: Sendable {
    private let left: Mutex<Int>

    init(steps: Int) { left = Mutex(steps) }

    var isBlown: Bool { left.withLock { $0 < 0 } }

    func burn() throws {
        try left.withLock { left in
            if left >= 0 { left -= 1 }
            if left < 0 { throw Cut() }
        }
    }
}

extension FileArchive {
    /// An ingest as the pipeline does it, without a record.
    func keep(_ source: URL, as name: String, taskID: String) async throws -> IngestIntent {
        let incoming = try await receive(source)
        let mark = SourceMark(path: source.path, inode: 0, size: incoming.digest.size, modified: 0)
        let intent = try await begin(incoming, taskID: taskID, originalName: name, fileExtension: "jpg", source: mark)
        return try await place(intent)
    }
}
