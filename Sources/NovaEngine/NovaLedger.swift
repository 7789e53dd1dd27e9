import Foundation
import PlateSolving
import Threads

/// What was handed in at the server and is not done: so that a program that was killed goes on where it was, and hands in nothing twice.
struct NovaLedger: Sendable {
    struct Entry: Codable, Sendable {
        var submission: Int
        var since: Date
    }

    let folder: URL
    let pool: BlockingPool

    /// - Parameter key: of a picture and what is asked of it.
    func entry(_ key: String) async -> Entry? {
        let file = file(key)
        return try? await pool.run { try JSONDecoder().decode(Entry.self, from: Data(contentsOf: file)) }
    }

    func note(_ entry: Entry, _ key: String) async throws {
        let (file, folder) = (file(key), folder)
        try await pool.run {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try JSONEncoder().encode(entry).write(to: file, options: .atomic)
        }
    }

    func forget(_ key: String) async {
        let (file, shelf) = (file(key), shelf(key))
        try? await pool.run {
            try? FileManager.default.removeItem(at: shelf)
            try FileManager.default.removeItem(at: file)
        }
    }

    /// Where files of a job lie that were fetched already: those that are whole are not fetched again after a restart.
    func shelf(_ key: String, job: Int) async throws -> URL {
        let folder = shelf(key).appending(path: "\(job)", directoryHint: .isDirectory)
        try await pool.run { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        return folder
    }

    private func shelf(_ key: String) -> URL { folder.appending(path: key, directoryHint: .isDirectory) }

    private func file(_ key: String) -> URL { folder.appending(path: "\(key).json") }
}
