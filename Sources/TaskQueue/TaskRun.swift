import Foundation
import Logging
import ServiceLifecycle

/// One task in the hands of a worker: its handler, the signs of life beside it, and what is told to the queue after it.
struct TaskRun: Sendable {
    let worker: Worker
    let task: LeasedTask

    private enum Event: Sendable {
        case handled(Result<Void, any Error>)
        /// Another worker may have the task now.
        case lost
        /// A shutdown began and the grace time is over.
        case overtime
        case ended
    }

    func run() async {
        guard let handler = worker.handlers[task.request.name] else {
            return await settle { try await $0.fail(task, error: "no handler for \(task.request.name)", retryAt: nil) }
        }
        let (result, isLost) = await watch(handler)
        let isStopping = Task.isCancelled || Task.isShuttingDownGracefully
        if isLost {
            worker.log.warning("lease lost, task left to others", metadata: metadata)
            return
        }
        switch result {
        case .success:
            await settle { try await $0.complete(task) }
        case .failure(let error) where isStopping && !(error is PermanentFailure):
            worker.log.info("task handed back", metadata: metadata)
            await settle { try await $0.handBack(task) }
        case .failure(let error):
            let pause = error is PermanentFailure ? nil : worker.settings.retry.delay(afterAttempt: task.attempt)
            let outlook = pause.map { "again in \(Int($0.rounded(.up))) s" } ?? "given up"
            worker.log.warning(
                "task failed", metadata: metadata.merging(["error": "\(error)", "then": "\(outlook)"]) { $1 })
            let retryAt = pause.map { Date(timeIntervalSinceNow: $0) }
            await settle { try await $0.fail(task, error: "\(error)", retryAt: retryAt) }
        }
    }

    /// Runs the handler until it ends; cancels it when the lease is lost or a shutdown does not wait any longer.
    private func watch(_ handler: @escaping Worker.Handler) async -> (result: Result<Void, any Error>, isLost: Bool) {
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
                do {
                    try await gracefulShutdown()
                    try await Task.sleep(for: .seconds(worker.settings.graceSeconds))
                    return .overtime
                } catch {
                    return .ended
                }
            }
            var result = Result<Void, any Error>.failure(CancellationError())
            var isLost = false
            for await event in group {
                switch event {
                case .handled(let how):
                    result = how
                    group.cancelAll()
                case .lost:
                    isLost = true
                    group.cancelAll()
                case .overtime:
                    group.cancelAll()
                case .ended:
                    break
                }
            }
            return (result, isLost)
        }
    }

    /// Extends the lease while the handler runs. A queue that does not answer is asked again until the lease is over.
    private func giveSigns() async -> Event {
        let lease = worker.settings.leaseSeconds
        var sure = Date(timeIntervalSinceNow: lease)
        while true {
            do {
                try await Task.sleep(for: .seconds(lease / 3))
            } catch {
                return .ended
            }
            do {
                let asked = Date()
                guard try await worker.queue.extend(task, seconds: lease) else { return Task.isCancelled ? .ended : .lost }
                sure = asked.addingTimeInterval(lease)
            } catch {
                if Task.isCancelled { return .ended }
                worker.log.warning("cannot extend a lease", metadata: metadata.merging(["error": "\(error)"]) { $1 })
                if Date() > sure { return .lost }
            }
        }
    }

    /// Tells the queue what became of the task, also while this task is being cancelled.
    private func settle(_ tell: @escaping @Sendable (any Queue) async throws -> Void) async {
        let queue = worker.queue
        do {
            try await Task { try await tell(queue) }.value
        } catch {
            worker.log.error(
                "cannot tell the queue what became of a task; it will come back",
                metadata: metadata.merging(["error": "\(error)"]) { $1 })
        }
    }

    private var metadata: Logger.Metadata {
        ["task": "\(task.request.name)", "id": "\(task.id)", "queue": "\(task.request.queue)", "attempt": "\(task.attempt)"]
    }
}
