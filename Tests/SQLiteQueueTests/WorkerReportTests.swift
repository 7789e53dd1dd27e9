import Foundation
import Logging
import SQLiteQueue
import SQLiteStore
import ServiceLifecycle
import Synchronization
import TaskQueue
import Testing

/// What a worker tells of its tasks beside what it tells the queue.
@Suite(.timeLimit(.minutes(5))) struct WorkerReportTests {
    private struct Trouble: Error {}

    @Test func everyOutcomeIsReportedOnce() async throws {
        let queue = SQLiteTaskQueue(store: try Store.temporary())
        let control = WorkerControl(concurrency: ["q": 8])
        let reports = Mutex<[TaskOutcome]>([])
        var settings = Worker.Settings()
        settings.retry = RetryPolicy(attempts: 2, firstDelay: 0.02, jitter: 0)
        settings.pollSeconds = 0.02
        settings.graceSeconds = 0
        let forever: Worker.Handler = { _ in
            try await Task.sleep(for: .seconds(3600))
            return nil
        }
        let worker = Worker(
            name: "w", queue: queue, control: control,
            handlers: [
                "done": { _ in
                    try await Task.sleep(for: .milliseconds(50))
                    return "x"
                },
                "wrong": { _ in throw PermanentFailure("wrong") }, "twice": { _ in throw Trouble() }, "cancelled": forever, "long": forever,
            ], settings: settings, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { outcome in reports.withLock { $0.append(outcome) } }
        try await queue.enqueue(["done", "wrong", "twice", "cancelled", "long", "made up by a sender"].map { TaskRequest(queue: "q", name: $0) })

        let group = ServiceGroup(services: [worker], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await group.run() }
        // Six beginnings are over: of "twice" there are two.
        try await until { reports.withLock { $0.count } == 5 }
        for task in await control.running() where task.task.request.name == "cancelled" { await control.cancel(task.id) }
        try await until { reports.withLock { $0.count } == 6 }
        await group.triggerGracefulShutdown()
        try await running.value

        let found = reports.withLock { $0 }
        #expect(found.allSatisfy { $0.queue == "q" })
        #expect(
            found.map { "\($0.name ?? "-") \($0.result.rawValue)" }.sorted() == [
                "- failed", "cancelled cancelled", "done done", "long handed_back", "twice failed", "twice retried", "wrong failed",
            ])
        let seconds = try #require(found.first { $0.name == "done" }).seconds
        #expect(seconds >= 0.05 && seconds < 30)
    }

    @Test func aLostTaskIsReportedAsSuch() async throws {
        let queue = SQLiteTaskQueue(store: try Store.temporary())
        let reports = Mutex<[TaskOutcome]>([])
        var settings = Worker.Settings()
        settings.leaseSeconds = 0.3
        let worker = Worker(
            name: "w", queue: queue, control: WorkerControl(concurrency: ["q": 1]),
            handlers: [
                "taken away": { _ in
                    // Somebody says that this worker is gone.
                    try await queue.release(workersBeginningWith: "w")
                    try await queue.pause("q")
                    try await Task.sleep(for: .seconds(3600))
                    return nil
                }
            ], settings: settings, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { outcome in reports.withLock { $0.append(outcome) } }
        try await queue.enqueue([TaskRequest(queue: "q", name: "taken away")])
        let running = Task { try await worker.run() }
        try await until { reports.withLock { !$0.isEmpty } }
        #expect(reports.withLock { $0.first?.result } == .lost)
        running.cancel()
        _ = await running.result
    }

    /// Waits up to 20 seconds.
    private func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<2000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("waited in vain")
    }
}
