public import Foundation
public import Logging
import Threads

/// A `PlateSolver` on this machine: submissions live in folders, and `run` solves them, some at a time.
///
/// The folders are the truth: what was submitted before a crash is solved after it, and what was being solved is begun anew.
public actor LocalSolver: PlateSolver {
    public nonisolated let name: String
    public nonisolated let address = "local"

    private let engine: any SolveEngine
    private let root: URL
    private let slots: Int
    private let timeout: Double
    private let log: Logger
    private let pool = BlockingPool(name: "submissions", width: 2)
    private var running: Set<String> = []
    private var discarded: Set<String> = []
    private var sleeper: CheckedContinuation<Void, Never>?
    private var isWoken = false
    private var listeners: [UUID: AsyncStream<SolverNews>.Continuation] = [:]

    /// How often a submission is tried when the machine, not the picture, is at fault.
    private static let attempts = 3

    /// - Parameters:
    ///   - folder: a folder of its own for the submissions.
    ///   - slots: how many pictures are solved at the same time.
    ///   - timeout: seconds for one picture.
    public init(engine: any SolveEngine, folder: URL, slots: Int, timeout: Double, log: Logger) throws {
        name = engine.name
        self.engine = engine
        root = folder
        self.slots = max(1, slots)
        self.timeout = timeout
        self.log = log
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    // MARK: PlateSolver

    public func submit(picture: URL, key: String, hints: SolveHints) async throws -> String {
        let folder = try self.folder(key)
        discarded.remove(key)
        try await pool.run {
            // The same key again: the same submission.
            if folder.exists { return }
            try folder.create(SubmissionFolder.Job(picture: picture.path, hints: hints))
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

    public func discard(_ submission: String) async throws {
        let folder = try self.folder(submission)
        if running.contains(submission) {
            // It is removed when its run ends.
            discarded.insert(submission)
        } else {
            try await pool.run { try folder.remove() }
        }
    }

    // MARK: Solving

    /// What happens to submissions, from now on.
    public func news() -> AsyncStream<SolverNews> {
        let (stream, continuation) = AsyncStream.makeStream(of: SolverNews.self, bufferingPolicy: .bufferingNewest(1000))
        let id = UUID()
        listeners[id] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(id) } }
        return stream
    }

    /// Solves what waits, `slots` at a time, until the task is cancelled. What is in hand then is begun anew at the next run.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            var busy = 0
            while !Task.isCancelled {
                isWoken = false
                for key in await waiting().prefix(slots - busy) {
                    running.insert(key)
                    busy += 1
                    group.addTask {
                        await self.solve(key)
                        await self.ended(key)
                    }
                }
                if busy > 0 && busy >= slots {
                    await group.next()
                    busy -= 1
                } else {
                    await sleep()
                    // Those that have ended meanwhile.
                    while busy > running.count, await group.next() != nil { busy -= 1 }
                }
            }
            group.cancelAll()
        }
    }

    private func waiting() async -> [String] {
        let (root, running) = (root, running)
        let found = try? await pool.run {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
            return names.sorted().filter { name in
                let folder = SubmissionFolder(url: root.appending(path: name, directoryHint: .isDirectory))
                return !name.hasPrefix(".") && !running.contains(name) && folder.exists && !folder.isEnded
            }
        }
        return found ?? []
    }

    private func solve(_ key: String) async {
        tell(SolverNews(submission: key, state: .solving))
        let folder = SubmissionFolder(url: root.appending(path: key, directoryHint: .isDirectory))
        do {
            let job = try await pool.run { () -> SubmissionFolder.Job in
                do { return try folder.job() } catch { throw SolveFailure("The submission is damaged: \(error.localizedDescription)") }
            }
            let work = try await pool.run { try folder.emptyWork() }
            do {
                let results = try await engine.solve(
                    picture: URL(fileURLWithPath: job.picture), hints: job.hints, in: work, timeout: timeout)
                try await end(key, folder, SubmissionFolder.Result(solved: results))
            } catch let error where !(error is SolveFailure || error is CancellationError || Task.isCancelled) {
                try await again(key, folder, job, error)
            }
        } catch let failure as SolveFailure {
            try? await end(key, folder, SubmissionFolder.Result(reason: failure.reason))
        } catch is CancellationError {
            return
        } catch {
            if !Task.isCancelled { log.error("a submission cannot be kept", metadata: ["key": "\(key)", "error": "\(error)"]) }
        }
    }

    /// The machine was at fault (a full disk, say): later again, and given up after some attempts.
    private func again(
        _ key: String, _ folder: SubmissionFolder, _ job: SubmissionFolder.Job, _ error: any Error
    ) async throws {
        var job = job
        job.attempts += 1
        guard job.attempts < Self.attempts else { throw SolveFailure("The solver could not work: \(error)") }
        log.warning("a solve is tried again", metadata: ["submission": "\(key)", "error": "\(error)"])
        let next = job
        try await pool.run { try folder.write(next) }
        try await Task.sleep(for: .seconds(5 * next.attempts))
    }

    private func end(_ key: String, _ folder: SubmissionFolder, _ result: SubmissionFolder.Result) async throws {
        try await pool.run {
            try folder.tidy(keeping: result.solved)
            try folder.write(result)
        }
    }

    private func ended(_ key: String) async {
        running.remove(key)
        if discarded.remove(key) != nil {
            let folder = SubmissionFolder(url: root.appending(path: key, directoryHint: .isDirectory))
            try? await pool.run { try folder.remove() }
        } else if let state = try? await state(of: key) {
            tell(SolverNews(submission: key, state: state))
        }
        wake()
    }

    // MARK: Waking and telling

    private func sleep() async {
        guard !isWoken else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { sleeper = continuation }
            }
        } onCancel: {
            Task { await self.wake() }
        }
    }

    private func wake() {
        isWoken = true
        sleeper?.resume()
        sleeper = nil
    }

    private func tell(_ news: SolverNews) { for listener in listeners.values { listener.yield(news) } }

    private func forget(_ id: UUID) { listeners[id] = nil }

    private func folder(_ key: String) throws -> SubmissionFolder {
        let isPlain = key.unicodeScalars.allSatisfy { CharacterSet.alphanumerics.contains($0) || "-_".unicodeScalars.contains($0) }
        guard !key.isEmpty, key.utf8.count <= 100, isPlain else { throw SolveFailure("\"\(key)\" is no name of a submission.") }
        return SubmissionFolder(url: root.appending(path: key, directoryHint: .isDirectory))
    }
}
