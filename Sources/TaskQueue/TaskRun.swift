import Foundation
import Logging
import ServiceLifecycle

/// One task in the hands of a worker: its handler, the signs of life beside it, and what is told to the queue after it.
struct TaskRun: Sendable {
    let worker: Worker
    let task: LeasedTask

    func run() async {
        guard let handler = worker.handlers[task.request.name] else {
            let error = PermanentFailure("no handler for \(task.request.name)")
            await settle { try await $0.fail(task, error: error, retryAt: nil) }
            return worker.report(TaskOutcome(queue: task.request.queue, name: nil, seconds: 0, result: .failed))
        }
        let begun = ContinuousClock.now
        let key = worker.runs.take(task)
        await worker.control.begin(task)
        let outcome = await worker.runs.run(key, task, handler)
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        let isStopping = Task.isCancelled || Task.isShuttingDownGracefully
        var became = TaskOutcome.Result.lost
        switch outcome.result {
        case _ where outcome.end == .lost:
            worker.log.warning("lease lost, task left to others", metadata: metadata)
        case .success(let result):
            became = .done
            await settle { try await $0.complete(task, result: result) }
        case .failure where outcome.end == .cancelled:
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
