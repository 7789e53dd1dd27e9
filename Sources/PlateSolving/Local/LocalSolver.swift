public import Foundation
public import Logging
import Threads

/// A `PlateSolver` on this machine: submissions live in folders, and `run` solves them, some at a time.
///
/// The folders are the truth: what was submitted before a crash is solved after it, and what was being solved is begun anew. Several
/// processes, also on several machines, may share them: each submission is solved by one at a time.
public actor LocalSolver: PlateSolver {
    public nonisolated let name: String
    public nonisolated let address: String

    let engine: any SolveEngine
    let root: URL
    let pictures: URL?
    let slots: Int
    let timeout: Double
    let firstRetry: Double
    let lookSeconds: Double?
    let log: Logger
    let pool = BlockingPool(name: "submissions", width: 2)
    var running: Set<String> = []
    var discarded: Set<String> = []
    /// When a submission is tried again whose last attempt failed through no fault of the picture.
    var postponed: [String: ContinuousClock.Instant] = [:]
    private var sleeper: CheckedContinuation<Void, Never>?
    var isWoken = false
    private var listeners: [UUID: AsyncStream<SolverNews>.Continuation] = [:]

    /// - Parameters:
    ///   - folder: a folder for submissions alone.
    ///   - pictures: where others who share the folder have the pictures too, maybe by another path; nil: nobody shares it.
    ///   - slots: how many pictures are solved at the same time.
    ///   - timeout: seconds for one picture.
    ///   - address: where the engine solves, for the records.
    ///   - lookSeconds: how often to look for what others have submitted; nil: nobody does.
    ///   - firstRetry: seconds until the next attempt where the machine, not the picture, was at fault; doubled each time.
    public init(
        engine: any SolveEngine, folder: URL, pictures: URL? = nil, slots: Int, timeout: Double, firstRetry: Double = 5,
        lookSeconds: Double? = nil, address: String = "local", log: Logger
    ) throws {
        name = engine.name
        self.engine = engine
        self.address = address
        root = folder
        self.pictures = pictures
        self.lookSeconds = lookSeconds
        self.slots = max(1, slots)
        self.timeout = timeout
        self.firstRetry = firstRetry
        self.log = log
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    // MARK: PlateSolver

    public func submit(picture: URL, key: String, hints: SolveHints) async throws -> String {
        let folder = try self.folder(key)
        discarded.remove(key)
        let place = remembered(picture)
        try await pool.run {
            // The same key again: the same submission.
            if folder.exists { return }
            try folder.create(SubmissionFolder.Job(picture: place, hints: hints))
        }
        wake()
        return key
    }

    public func state(of submission: String) async throws -> SubmissionState {
        let folder = try self.folder(submission)
        if running.contains(submission) { return .solving }
        return try await pool.run {
            guard folder.exists else { return .unknown }
            guard folder.isEnded else { return .waiting }
            do {
                let result = try folder.result()
                return result.solved != nil ? .solved : .failed(reason: result.reason ?? "The solver gave no reason.")
            } catch {
                return .failed(reason: "The result of the solver is damaged: \(error.localizedDescription)")
            }
        }
    }

    public func results(of submission: String) async throws -> SolveResults {
        let folder = try self.folder(submission)
        return try await pool.run {
            guard folder.exists, folder.isEnded, let results = try folder.result().solved else {
                throw SolveFailure("Submission \(submission) is not solved.")
            }
            for file in [results.wcs, results.axy, results.corr, results.rdls].compactMap({ $0 }) {
                guard FileManager.default.fileExists(atPath: file.path) else {
                    throw SolveFailure("Submission \(submission) has lost its file \(file.lastPathComponent).")
                }
            }
            return results
        }
    }

    public func detectedStars(of submission: String) async throws -> URL? {
        let folder = try self.folder(submission)
        return try await pool.run { folder.isEnded ? try folder.result().stars : nil }
    }

    public func discard(_ submission: String) async throws {
        let folder = try self.folder(submission)
        if running.contains(submission) {
            // It is removed when its run ends.
            discarded.insert(submission)
        } else {
            try await pool.run { try folder.remove() }
        }
    }

    // MARK: Waking and telling

    /// What happens to submissions, from now on.
    public func news() -> AsyncStream<SolverNews> {
        let (stream, continuation) = AsyncStream.makeStream(of: SolverNews.self, bufferingPolicy: .bufferingNewest(1000))
        let id = UUID()
        listeners[id] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(id) } }
        return stream
    }

    func sleep() async {
        guard !isWoken else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { sleeper = continuation }
            }
        } onCancel: {
            Task { await self.wake() }
        }
    }

    func wake() {
        isWoken = true
        sleeper?.resume()
        sleeper = nil
    }

    func tell(_ news: SolverNews) { for listener in listeners.values { listener.yield(news) } }

    private func forget(_ id: UUID) { listeners[id] = nil }

    private func remembered(_ picture: URL) -> String {
        guard let base = pictures?.path, picture.path.hasPrefix(base + "/") else { return picture.path }
        return String(picture.path.dropFirst(base.count + 1))
    }

    func picture(_ remembered: String) -> URL {
        guard !remembered.hasPrefix("/"), let pictures else { return URL(fileURLWithPath: remembered) }
        return pictures.appending(path: remembered)
    }

    private func folder(_ key: String) throws -> SubmissionFolder {
        guard SubmissionFolder.isPlain(key) else { throw SolveFailure("\"\(key)\" is no name of a submission.") }
        return SubmissionFolder(url: root.appending(path: key, directoryHint: .isDirectory))
    }
}
