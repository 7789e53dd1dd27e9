public import Foundation
import Glibc
import Observations
import Threads

/// The folder into which people and cameras put photos.
///
/// A file is complete when nobody has it open for writing and nothing happened to it for a moment. On a disk of this machine
/// the kernel's own change time says so at the first look; on a network share it is seen unchanged by two looks. A file that
/// was renamed into the landing pad is complete at once.
public actor LandingPad {
    public nonisolated let folder: URL
    nonisolated let root: String
    nonisolated let pool = BlockingPool(name: "landing pad", width: 4)
    /// Called with the name of each step before it is done; tests cut a run off there.
    nonisolated let probe: @Sendable (_ step: String) throws -> Void
    private let quietSeconds: Double
    private let watch: FolderWatch?
    private var sightings: [String: Sighting] = [:]

    private struct Sighting {
        var file: LandingFile
        var since: ContinuousClock.Instant
        var moved: Bool
    }

    /// - Parameters:
    ///   - quietSeconds: how long nothing must have happened to a file.
    ///   - watching: use inotify where there is one.
    /// - Throws: when there is no such folder and none can be made.
    public init(folder: URL, quietSeconds: Double = 2, watching: Bool = true) throws {
        try self.init(folder: folder, quietSeconds: quietSeconds, watching: watching, probe: { _ in })
    }

    package init(
        folder: URL, quietSeconds: Double, watching: Bool, probe: @escaping @Sendable (_ step: String) throws -> Void
    ) throws {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let path = realpath(folder.path, nil) else {
            throw LandingError("The landing pad \(folder.path) cannot be used: \(String(cString: strerror(errno)))")
        }
        defer { free(path) }
        root = String(cString: path)
        self.folder = URL(fileURLWithPath: root, isDirectory: true)
        self.quietSeconds = quietSeconds
        self.probe = probe
        watch = watching ? FolderWatch() : nil
        watch?.add(root)
    }

    /// An element whenever something may have come; silent where nothing can be watched.
    public func events() -> AsyncStream<Void> {
        watch?.events() ?? AsyncStream { $0.finish() }
    }

    /// Lists what is there.
    public func look() async throws -> LandingLook {
        let (root, watch) = (root, watch)
        let (files, isLocal) = try await pool.run {
            (try LandingScan(root: root) { watch?.add($0) }.files, FileSystemKind.isLocal(root))
        }
        let candidates = sight(files, isLocal: isLocal)
        let ready = try await pool.run {
            candidates.filter { file, believed in
                switch OpenWriters.of(file.mark.path) {
                case .none: true
                case .some: false
                case .unknown: believed
                }
            }.map(\.0)
        }
        return LandingLook(ready: ready.sorted { $0.mark.modified < $1.mark.modified }, unripe: files.count - ready.count)
    }

    /// Those that may be complete, each with whether it is even where nobody can be asked about writers.
    private func sight(_ files: [LandingFile], isLocal: Bool) -> [(LandingFile, Bool)] {
        let (now, wall) = (ContinuousClock.now, Date().timeIntervalSince1970)
        var seen: [String: Sighting] = [:]
        var candidates: [(LandingFile, Bool)] = []
        for file in files {
            let path = file.mark.path
            var sighting = sightings[path] ?? Sighting(file: file, since: now, moved: false)
            if sighting.file != file { sighting = Sighting(file: file, since: now, moved: false) }
            if watch?.takeMoved(path) == true { sighting.moved = true }
            seen[path] = sighting
            let quietSinceSeen = now - sighting.since >= .seconds(quietSeconds)
            let quiet = isLocal && wall - Double(file.changed) / 1e9 >= quietSeconds
            if quietSinceSeen || quiet || sighting.moved { candidates.append((file, quietSinceSeen)) }
        }
        sightings = seen
        return candidates
    }
}
