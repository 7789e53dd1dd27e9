import Foundation

/// One submission's folder: `job.json` says what is to be solved, `result.json` what came of it. Each is there whole or not at
/// all.
struct SubmissionFolder: Sendable {
    struct Job: Codable, Sendable {
        /// A whole path, or one from the folder that all who share the submissions have their pictures in.
        var picture: String
        var hints: SolveHints
        var attempts = 0
    }

    struct Result: Codable, Sendable {
        var solved: SolveResults?
        var reason: String?
        /// What was seen in a picture that was not solved.
        var stars: URL?
    }

    let url: URL

    var work: URL { url.appending(path: "work", directoryHint: .isDirectory) }
    var claimFile: URL { url.appending(path: "claim") }
    private var jobFile: URL { url.appending(path: "job.json") }
    private var resultFile: URL { url.appending(path: "result.json") }

    var exists: Bool { FileManager.default.fileExists(atPath: jobFile.path) }
    var isEnded: Bool { FileManager.default.fileExists(atPath: resultFile.path) }

    /// Whether a submission may be called this: it becomes the name of a folder.
    static func isPlain(_ key: String) -> Bool {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_"))
        return !key.isEmpty && key.utf8.count <= 100 && key.unicodeScalars.allSatisfy(plain.contains)
    }

    func create(_ job: Job) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try write(job)
        try DurableFile.sync(url.deletingLastPathComponent().path)
    }

    func write(_ job: Job) throws { try DurableFile.write(try JSONEncoder().encode(job), to: jobFile) }

    func job() throws -> Job { try JSONDecoder().decode(Job.self, from: Data(contentsOf: jobFile)) }

    func write(_ result: Result) throws { try DurableFile.write(try JSONEncoder().encode(result), to: resultFile) }

    /// Files are looked for where this folder is now, which may have been moved since.
    func result() throws -> Result {
        var result = try JSONDecoder().decode(Result.self, from: Data(contentsOf: resultFile))
        func here(_ file: URL) -> URL { work.appending(path: file.lastPathComponent) }
        if var solved = result.solved {
            solved.wcs = here(solved.wcs)
            (solved.axy, solved.corr, solved.rdls) = (solved.axy.map(here), solved.corr.map(here), solved.rdls.map(here))
            result.solved = solved
        }
        result.stars = result.stars.map(here)
        return result
    }

    /// An empty folder to work in, whatever an earlier attempt left.
    func emptyWork() throws -> URL {
        try? FileManager.default.removeItem(at: work)
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        return work
    }

    /// Only what the result names stays of the work.
    func tidy(keeping result: Result) throws {
        let solved = result.solved
        let wanted = Set(
            [solved?.wcs, solved?.axy, solved?.corr, solved?.rdls, result.stars].compactMap { $0?.lastPathComponent })
        guard FileManager.default.fileExists(atPath: work.path) else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: work.path) where !wanted.contains(name) {
            try FileManager.default.removeItem(at: work.appending(path: name))
        }
    }

    func remove() throws {
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        // Without its job it is no submission any more, also when the rest is cut off half-way.
        try? FileManager.default.removeItem(at: jobFile)
        try FileManager.default.removeItem(at: url)
    }
}
