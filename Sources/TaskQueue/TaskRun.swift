import Foundation
import Logging
import ServiceLifecycle

/// One task in the hands of a worker: its handler, the signs of life beside it, and what is told to the queue after it.
struct TaskRun: Sendable {
    let worker: Worker
    let task: LeasedTask

    private enum Event: Sendable {
        case handled(Result<String?, any Error>)
        /// Another worker may have the task now.
        case lost
        case cancelled
        /// A shutdown began and the grace time is over.
        case overtime
        case ended
    }

    /// What became of the handler.
    private struct Outcome: Sendable {
        var result = Result<String?, any Error>.failure(CancellationError())
        var isLost = false
        var isCancelled = false
    }

    func run() async {
        guard let handler = worker.handlers[task.request.name] else {
            let error = PermanentFailure("no handler for \(task.request.name)")
            await settle { try await $0.fail(task, error: error, retryAt: nil) }
            return worker.report(TaskOutcome(queue: task.request.queue, name: nil, seconds: 0, result: .failed))
        }
        let begun = ContinuousClock.now
        let cancels = await worker.control.begin(task)
        let outcome = await watch(handler, cancels)
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        let isStopping = Task.isCancelled || Task.isShuttingDownGracefully
        var became = TaskOutcome.Result.lost
        switch outcome.result {
        case _ where outcome.isLost:
            worker.log.warning("lease lost, task left to others", metadata: metadata)
        case .success(let result):
            became = .done
            await settle { try await $0.complete(task, result: result) }
        case .failure where outcome.isCancelled:
            became = .cancelled
            worker.log.info("task cancelled", metadata: metadata)
            await settle { try await $0.fail(task, error: TaskCancelled(), retryAt: nil) }
        case .failure(let error) where isStopping && !(error is PermanentFailure):
            became = .handedBack
            worker.log.info("task handed back", metadata: metadata)
            await settle { try await $0.handBack(task) }
        case .failure(let error):
            let pause = error is PermanentFailure ? nil : worker.settings.retry.delay(afterAttempt: task.attempt)
            became = pause == nil ? .failed : .retried
            let outlook = pause.map { "again in \(Int($0.rounded(.up))) s" } ?? "given up"
            worker.log.warning(
                "task failed", metadata: metadata.merging(["error": "\(error)", "then": "\(outlook)"]) { $1 })
            let retryAt = pause.map { Date(timeIntervalSinceNow: $0) }
            await settle { try await $0.fail(task, error: error, retryAt: retryAt) }
        }
        await worker.control.end(task)
        worker.report(TaskOutcome(queue: task.request.queue, name: task.request.name, seconds: seconds, result: became))
    }

    /// Runs the handler until it ends; cancels it when the lease is lost, somebody cancels the task, or a shutdown does
    /// not wait any longer.
    private func watch(_ handler: @escaping Worker.Handler, _ cancels: AsyncStream<Void>) async -> Outcome {
        await withTaskGroup(of: Event.self) { group in
            group.addTask {
                do {
                    return .handled(.success(try await handler(task)))
                } catch {
                    return .handled(.failure(error))
                }
            }
            group.addTask { await giveSigns() }
            group.addTask {
                for await _ in cancels { return .cancelled }
                return .ended
            }
            group.addTask {
                do {
                    try await gracefulShutdown()
                    try await Task.sleep(for: .seconds(worker.settings.graceSeconds))
                    return .overtime
                } catch {
                    return .ended
                }
            }
            var outcome = Outcome()
            for await event in group {
                switch event {
                case .handled(let result):
                    outcome.result = result
                    group.cancelAll()
                case .lost:
                    outcome.isLost = true
                    group.cancelAll()
                case .cancelled:
                    outcome.isCancelled = true
                    group.cancelAll()
                case .overtime:
                    group.cancelAll()
                case .ended:
                    break
                }
            }
            return outcome
        }
    }

    /// Extends the lease while the handler runs. A queue that does not answer is asked again until the lease is over.
    private func giveSigns() async -> Event {
        let lease = worker.settings.leaseSeconds
        let clock = ContinuousClock()
        var sure = clock.now + .seconds(lease)
        var isTroubled = false
        while true {
            do {
                try await clock.sleep(for: .seconds(isTroubled ? min(1, lease / 3) : lease / 3))
            } catch {
                return .ended
            }
            do {
                let asked = clock.now
                guard try await worker.queue.extend(task, seconds: lease) else { return Task.isCancelled ? .ended : .lost }
                sure = asked + .seconds(lease)
                isTroubled = false
            } catch {
                if Task.isCancelled { return .ended }
                if !isTroubled {
                    worker.log.warning("cannot extend a lease", metadata: metadata.merging(["error": "\(error)"]) { $1 })
                }
                isTroubled = true
                if clock.now > sure { return .lost }
            }
        }
    }

    /// Tells the queue what became of the task, also while this task is being cancelled; again and again while the queue
    /// cannot be told (a full disk, say) and nobody stops the worker, so that work that is done is not done once more.
    private func settle(_ tell: @escaping @Sendable (any Queue) async throws -> Void) async {
        let queue = worker.queue
        var failures = 0
        while true {
            do {
                return try await Task { try await tell(queue) }.value
            } catch {
                let isOver = worker.isStopping
                if failures == 0 || isOver {
                    worker.log.error(
                        isOver
                            ? "cannot tell the queue what became of a task; it will come back"
                            : "cannot tell the queue what became of a task; trying on",
                        metadata: metadata.merging(["error": "\(error)"]) { $1 })
                }
                if isOver { return }
                failures += 1
                await Pause.until(AsyncStream { _ in }, seconds: min(1, 0.05 * Double(failures)))
            }
        }
    }

    private var metadata: Logger.Metadata {
        ["task": "\(task.request.name)", "id": "\(task.id)", "queue": "\(task.request.queue)", "attempt": "\(task.attempt)"]
    }
}
