import Foundation
import Logging
import Threads

/// The service that solves what was submitted.
extension LocalSolver {
    /// How often a submission is tried when the machine, not the picture, is at fault.
    private static let attempts = 6

    /// Solves what waits, `slots` at a time, until the task is cancelled. What is in hand then is begun anew at the next run.
    public func run() async throws {
        let looking = lookSeconds.map { seconds in
            Task { [weak self] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(seconds))
                    await self?.wake()
                }
            }
        }
        defer { looking?.cancel() }
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
                if busy >= slots {
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
            try FileManager.default.contentsOfDirectory(atPath: root.path).sorted().filter { name in
                let folder = SubmissionFolder(url: root.appending(path: name, directoryHint: .isDirectory))
                return !name.hasPrefix(".") && !running.contains(name) && folder.exists && !folder.isEnded
            }
        }
        let now = ContinuousClock.now
        return (found ?? []).filter { postponed[$0].map { $0 <= now } ?? true }
    }

    private func solve(_ key: String) async {
        let folder = SubmissionFolder(url: root.appending(path: key, directoryHint: .isDirectory))
        guard let claim = try? await pool.run({ SubmissionClaim(folder) }) else {
            // Another process is at it. Should that one die, it is ours.
            return postpone(key, seconds: 5)
        }
        defer { withExtendedLifetime(claim) {} }
        // It may have ended while the claim was taken.
        guard !folder.isEnded else { return }
        tell(SolverNews(submission: key, state: .solving))
        do {
            try await end(folder, try await outcome(key, folder))
            postponed[key] = nil
        } catch {
            guard !Task.isCancelled else { return }
            // It stays waiting: when the disk has room again, say, it goes on.
            log.error("a submission could not be worked on", metadata: ["submission": "\(key)", "error": "\(error)"])
            postpone(key, seconds: 30)
        }
    }

    /// What came of one attempt. Throws what is the machine's fault, for another attempt.
    private func outcome(_ key: String, _ folder: SubmissionFolder) async throws -> SubmissionFolder.Result? {
        let job: SubmissionFolder.Job
        do {
            job = try await pool.run { try folder.job() }
        } catch let error where !(error is CancellationError) {
            return SubmissionFolder.Result(reason: "The submission is damaged: \(error.localizedDescription)")
        }
        let work = try await pool.run { try folder.emptyWork() }
        do {
            var results = try await engine.solve(picture: picture(job.picture), hints: job.hints, in: work, timeout: timeout)
            results.address = address
            return SubmissionFolder.Result(solved: results)
        } catch let failure as SolveFailure {
            return SubmissionFolder.Result(reason: failure.reason, stars: failure.stars)
        } catch let error where !(error is CancellationError || Task.isCancelled) {
            var next = job
            next.attempts += 1
            guard next.attempts < Self.attempts else {
                return SubmissionFolder.Result(reason: "The solver could not work, \(next.attempts) times: \(error)")
            }
            log.warning("a solve is tried again later", metadata: ["submission": "\(key)", "error": "\(error)"])
            postpone(key, seconds: min(120, firstRetry * Double(1 << (next.attempts - 1))))
            let again = next
            try await pool.run { try folder.write(again) }
            return nil
        }
    }

    private func end(_ folder: SubmissionFolder, _ result: SubmissionFolder.Result?) async throws {
        guard let result else { return }
        try await pool.run {
            try folder.tidy(keeping: result)
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

    private func postpone(_ key: String, seconds: Double) {
        postponed[key] = .now + .seconds(seconds)
        Task { [weak self] in
            try? await Task.sleep(for: .seconds(seconds))
            await self?.wake()
        }
    }
}
