import FileArchive
import Foundation
import Logging
import Observations
import Pipeline

/// A landing pad, an archive and a repository for one test.
struct TestHome {
    let folder: TemporaryFolder
    var repository = MemoryRepository()
    let solver: FakeSolver
    var configuration = PipelineConfiguration()
    let progress = ProgressFeed(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    init() throws {
        folder = try TemporaryFolder()
        let solved = folder.url.appendingPathComponent("solver")
        try FileManager.default.createDirectory(at: solved, withIntermediateDirectories: true)
        solver = FakeSolver(folder: solved)
        configuration.quietSeconds = 0
        configuration.zone = TimeZone(secondsFromGMT: 0) ?? .gmt
    }

    var pad: URL { folder.url.appendingPathComponent("pad") }
    var data: URL { folder.url.appendingPathComponent("data") }

    func archive(_ fuse: Fuse? = nil) throws -> FileArchive {
        try FileArchive(folder: data, width: 4) { _ in try fuse?.burn() }
    }

    func drop(_ path: String, _ content: String) throws { _ = try folder.file("pad/\(path)", content) }

    func ingest(_ fuse: Fuse? = nil, _ repository: MemoryRepository? = nil) throws -> IngestStep {
        IngestStep(
            landingPad: try LandingPad(folder: pad, quietSeconds: configuration.quietSeconds, watching: false) { _ in
                try fuse?.burn()
            },
            archive: try archive(fuse), repository: repository ?? self.repository, inspector: FakeInspector(),
            configuration: configuration, progress: progress)
    }

    func submit() throws -> SubmitStep {
        SubmitStep(
            archive: try archive(), repository: repository, solver: solver, inspector: FakeInspector(),
            configuration: configuration, progress: progress)
    }

    func process(_ fuse: Fuse? = nil) throws -> ProcessStep {
        ProcessStep(
            archive: try archive(fuse), repository: repository, solver: solver, inspector: FakeInspector(),
            configuration: configuration, progress: progress)
    }

    /// Files in the landing pad.
    var inPad: [String] { folder.paths().filter { $0.hasPrefix("pad/") }.map { String($0.dropFirst(4)) } }
    var inRaw: [String] { folder.paths().filter { $0.hasPrefix("data/raw/") }.map { String($0.dropFirst(9)) } }
    var inIncoming: [String] { folder.paths().filter { $0.hasPrefix("data/.incoming/") && !$0.hasSuffix(".lock") } }
}
