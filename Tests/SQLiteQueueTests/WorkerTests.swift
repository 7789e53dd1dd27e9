import Foundation
import Logging
import QueueContract
import SQLiteQueue
import SQLiteStore
import ServiceLifecycle
import Synchronization
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct WorkerTests {
    private let queue: SQLiteTaskQueue
    private let tally = Tally()

    init() throws {
        queue = SQLiteTaskQueue(store: try Store.temporary())
    }

    @Test("Each queue runs as many tasks at once as it was given, and no more")
    func concurrency() async throws {
        try await queue.enqueue((0..<12).flatMap { n in ["a", "b"].map { TaskRequest(queue: $0, name: "\($0)", key: "\(n)") } })
        let handler: Worker.Handler = { [tally] task in
            tally.enter(task.request.queue)
            // The first ones stay until the queue's places are all taken, however slow the machine is.
            let places = task.request.queue == "a" ? 3 : 1
            for _ in 0..<1000 where tally.most(task.request.queue) < places {
                try await Task.sleep(for: .milliseconds(10))
            }
            try await Task.sleep(for: .milliseconds(10))
            tally.leave(task.request.queue)
            return nil
        }
        try await running(
            Worker(
                name: "w", queue: queue, control: WorkerControl(concurrency: ["a": 3, "b": 1]), handlers: ["a": handler, "b": handler],
                log: Logger(label: "test"))
        ) {
            try await until { try await queue.counts().isEmpty }
        }
        #expect(tally.most("a") == 3)
        #expect(tally.most("b") == 1)
        #expect(tally.count("a") == 12 && tally.count("b") == 12)
    }

    @Test func failuresAreTriedAgainAndGivenUp() async throws {
        try await queue.enqueue([
            TaskRequest(queue: "q", name: "third time"), TaskRequest(queue: "q", name: "never"),
            TaskRequest(queue: "q", name: "wrong"), TaskRequest(queue: "q", name: "unknown"),
        ])
        var settings = Worker.Settings()
        settings.retry = RetryPolicy(attempts: 3, firstDelay: 0.02, jitter: 0)
        settings.pollSeconds = 0.02
        let handlers: [String: Worker.Handler] = [
            "third time": { [tally] task in
                tally.enter("third time")
                if task.attempt < 3 { throw PermanentlyNot() }
                return nil
            },
            "never": { [tally] _ in
                tally.enter("never")
                throw PermanentlyNot()
            },
            "wrong": { [tally] _ in
                tally.enter("wrong")
                throw PermanentFailure("wrong")
            },
        ]
        try await running(
            Worker(
                name: "w", queue: queue, control: WorkerControl(concurrency: ["q": 1]), handlers: handlers, settings: settings, log: Logger(label: "test")
            )
        ) {
            try await until { try await queue.counts().map(\.numbers) == [QueueCounts(queue: "q", waiting: 0, running: 0, dead: 3)] }
        }
        #expect(tally.count("third time") == 3)
        #expect(tally.count("never") == 3)
        #expect(tally.count("wrong") == 1)
    }

    @Test("A task that takes longer than its lease stays with its worker")
    func heartbeat() async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "long")])
        var settings = Worker.Settings()
        settings.leaseSeconds = 2.5
        settings.pollSeconds = 0.02
        let worker = Worker(
            name: "w", queue: queue, control: WorkerControl(concurrency: ["q": 2]),
            handlers: [
                "long": { [tally] _ in
                    tally.enter("long")
                    try await Task.sleep(for: .seconds(4))
                    tally.leave("long")
                    return nil
                }
            ], settings: settings, log: Logger(label: "test"))
        try await running(worker) { try await until { try await queue.counts().isEmpty } }
        #expect(tally.count("long") == 1)
    }

    @Test("Graceful shutdown hands a long task back after the grace time; a short one ends", arguments: [true, false])
    func shutdown(isGraceful: Bool) async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "long"), TaskRequest(queue: "q", name: "short")])
        var settings = Worker.Settings()
        settings.graceSeconds = 0.5
        let handlers: [String: Worker.Handler] = [
            "long": { [tally] _ in
                tally.enter("long")
                try await Task.sleep(for: .seconds(100))
                return nil
            },
            "short": { [tally] _ in
                tally.enter("short")
                try await Task.sleep(for: .seconds(isGraceful ? 0.2 : 0))
                return nil
            },
        ]
        let worker = Worker(
            name: "w", queue: queue, control: WorkerControl(concurrency: ["q": 2]), handlers: handlers, settings: settings, log: Logger(label: "test"))
        let group = ServiceGroup(services: [worker], logger: Logger(label: "test"))
        let running = Task { try await group.run() }
        try await until { tally.count("long") == 1 && tally.count("short") == 1 }
        if !isGraceful { try await until { try await queue.counts().first?.running == 1 } }
        let begin = Date()
        if isGraceful { await group.triggerGracefulShutdown() } else { running.cancel() }
        _ = await running.result
        #expect(Date().timeIntervalSince(begin) < 5)
        #expect(try await queue.counts().map(\.numbers) == [QueueCounts(queue: "q", waiting: 1, running: 0, dead: 0)])
        let long = try await queue.lease(from: "q", worker: "next", seconds: 1)
        #expect(long?.request.name == "long" && long?.attempt == 1)
    }

    @Test func heartbeatAsksAgainAndAgainWithoutPilingUp() async throws {
        let beats = [Heartbeat.Beat(TaskRequest(queue: "q", name: "tick", key: "tick"), every: 0.02)]
        try await running(Heartbeat(queue: queue, beats: beats, log: Logger(label: "test"))) {
            for _ in 0..<3 {
                try await until { try await queue.counts().first?.waiting == 1 }
                let task = try await queue.lease(from: "q", worker: "w", seconds: 60)
                try await queue.complete(#require(task), result: nil)
            }
            try await until { try await queue.counts().first?.waiting == 1 }
            try await Task.sleep(for: .milliseconds(100))
            #expect(try await queue.counts().first?.waiting == 1)
        }
    }

    private struct PermanentlyNot: Error {}

    private func running(_ service: some Service, _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [service], logger: Logger(label: "test"))
        let task = Task { try await group.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await task.value
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

/// How many times something was done, and how many at once.
private final class Tally: Sendable {
    private let state = Mutex<[String: (now: Int, most: Int, count: Int)]>([:])

    func enter(_ name: String) {
        state.withLock {
            var value = $0[name] ?? (0, 0, 0)
            value.now += 1
            value.count += 1
            value.most = max(value.most, value.now)
            $0[name] = value
        }
    }

    func leave(_ name: String) { state.withLock { $0[name]?.now -= 1 } }
    func most(_ name: String) -> Int { state.withLock { $0[name]?.most ?? 0 } }
    func count(_ name: String) -> Int { state.withLock { $0[name]?.count ?? 0 } }
}
