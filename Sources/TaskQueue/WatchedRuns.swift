import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// The tasks that a worker runs, and one watch over all of them: it gives the queue signs of life, and ends handlers that are to end.
///
/// One watch, because most tasks are over long before any sign is due, and a timer for each would cost more than they do.
final class WatchedRuns: Sendable {
    /// Why a handler was told to end.
    enum End: Sendable {
        /// Another worker may have the task now.
        case lost
        case cancelled
        /// A shutdown does not wait any longer.
        case overtime
    }

    /// A task in the hands of a handler.
    private struct Run {
        let task: LeasedTask
        var handler: Task<String?, any Error>?
        var nextSign: ContinuousClock.Instant
        /// The lease holds until then at least.
        var sure: ContinuousClock.Instant
        var isTroubled = false
        var end: End?
    }

    private let queue: any Queue
    private let lease: TimeInterval
    private let log: Logger
    private let runs = Mutex<[Int: Run]>([:])
    private let number = Mutex(0)

    init(queue: any Queue, lease: TimeInterval, log: Logger) {
        self.queue = queue
        self.lease = lease
        self.log = log
    }

    /// From now on the task's lease is kept, and it can be cancelled.
    ///
    /// - Returns: what `run` asks for.
    func take(_ task: LeasedTask) -> Int {
        let key = number.withLock { number in
            number += 1
            return number
        }
        let now = ContinuousClock.now
        runs.withLock { $0[key] = Run(task: task, nextSign: now + .seconds(lease / 3), sure: now + .seconds(lease)) }
        return key
    }

    /// Runs a handler to its end; cancels it when the lease is lost, somebody cancels the task, or a shutdown does not wait.
    func run(_ key: Int, _ task: LeasedTask, _ handle: @escaping Worker.Handler) async -> (result: Result<String?, any Error>, end: End?) {
        let handler = Task { try await handle(task) }
        runs.withLock { runs in
            runs[key]?.handler = handler
            if runs[key]?.end != nil { handler.cancel() }
        }
        let result = await withTaskCancellationHandler {
            await handler.result
        } onCancel: {
            handler.cancel()
        }
        let end = runs.withLock { $0.removeValue(forKey: key)?.end }
        return (result, end)
    }

    /// - Returns: false where no such task runs.
    @discardableResult
    func cancel(_ id: String) -> Bool {
        runs.withLock { runs in
            let keys = runs.filter { $0.value.task.id == id }.keys
            for key in keys { Self.end(&runs[key], .cancelled) }
            return !keys.isEmpty
        }
    }

    /// Ends every handler that runs.
    func endAll() {
        runs.withLock { runs in
            for key in runs.keys { Self.end(&runs[key], .overtime) }
        }
    }

    private static func end(_ run: inout Run?, _ end: End) {
        if run?.end == nil { run?.end = end }
        run?.handler?.cancel()
    }

    // MARK: Signs of life

    /// Extends leases while handlers run, until cancelled.
    func watch() async {
        // A queue that does not answer one must not keep the others from being asked for.
        await withDiscardingTaskGroup { group in
            while (try? await Task.sleep(for: .seconds(min(1, lease / 12)))) != nil {
                let now = ContinuousClock.now
                let due = runs.withLock { runs in
                    var due: [(Int, LeasedTask)] = []
                    for (key, run) in runs where run.nextSign <= now && run.end == nil {
                        // Asked again when the answer is there.
                        runs[key]?.nextSign = now + .seconds(3600)
                        due.append((key, run.task))
                    }
                    return due
                }
                for (key, task) in due { group.addTask { await self.giveSign(key, task) } }
            }
        }
    }

    private func giveSign(_ key: Int, _ task: LeasedTask) async {
        let asked = ContinuousClock.now
        do {
            let isOurs = try await queue.extend(task, seconds: lease)
            runs.withLock { runs in
                guard isOurs else { return Self.end(&runs[key], .lost) }
                runs[key]?.sure = asked + .seconds(lease)
                runs[key]?.nextSign = asked + .seconds(lease / 3)
                runs[key]?.isTroubled = false
            }
        } catch {
            let isNew = runs.withLock { runs in
                guard let run = runs[key] else { return false }
                runs[key]?.isTroubled = true
                runs[key]?.nextSign = .now + .seconds(min(1, lease / 3))
                if ContinuousClock.now > run.sure { Self.end(&runs[key], .lost) }
                return !run.isTroubled
            }
            if isNew {
                log.warning("cannot extend a lease", metadata: ["task": "\(task.request.name)", "id": "\(task.id)", "error": "\(error)"])
            }
        }
    }
}
