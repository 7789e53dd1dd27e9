import Foundation
import Logging
import QueueContract
import SQLiteQueue
import SQLiteStore
import ServiceLifecycle
import Synchronization
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct WorkerControlTests {
    private let store: Store
    private let queue: SQLiteTaskQueue
    private let control = WorkerControl(concurrency: ["q": 1])
    private let counts = Counts()

    init() throws {
        store = try Store.temporary()
        queue = SQLiteTaskQueue(store: store)
    }

    @Test("Places are added, also for a queue that was not served, and taken away; pauses hold")
    func growsAndShrinks() async throws {
        try await withWorker {
            try await queue.enqueue((0..<6).map { _ in TaskRequest(queue: "q", name: "long") })
            try await until { await control.running().count == 1 }
            await control.grow("q", by: 2)
            try await until { await control.running().count == 3 }
            #expect(await control.widths() == ["q": 3])
            await control.shrink("q", by: 5)
            #expect(await control.widths() == ["q": 0])
            for task in await control.running() { await control.cancel(task.id) }
            try await until { await control.running().isEmpty }
            await control.pause("other")
            await control.grow("other", by: 1)
            try await queue.enqueue([TaskRequest(queue: "other", name: "short")])
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await queue.counts().first { $0.queue == "other" }?.waiting == 1)
            await control.resume("other")
            try await until { try await queue.counts().first { $0.queue == "other" } == nil }
            #expect(try await queue.counts().map(\.numbers) == [QueueCounts(queue: "q", waiting: 3, running: 0, dead: 0)])
        }
    }

    @Test("A running task that is cancelled through the queue is cancelled, not tried again", arguments: [true, false])
    func cancels(fromHere: Bool) async throws {
        try await withWorker {
            let id = try await queue.enqueue([TaskRequest(queue: "q", name: "long")])[0]
            try await until { await control.running().count == 1 }
            if fromHere {
                #expect(await control.cancel(id))
            } else {
                // As another process does it.
                #expect(try await SQLiteTaskQueue(store: try Store.open(path: store.path)).cancel(id))
            }
            let record = try #require(try await queue.wait(for: id, seconds: 20))
            #expect(record.state == .cancelled && record.error == "cancelled")
            #expect(counts.begun.load(ordering: .relaxed) == 1 && counts.cancelled.load(ordering: .relaxed) == 1)
        }
    }

    @Test("After a request to shut down no task is begun, and those who follow are told, also late")
    func shutdownRequest() async throws {
        try await withWorker {
            let early = await control.shutdownRequests()
            await control.requestShutdown()
            let late = await control.shutdownRequests()
            for stream in [early, late] {
                for await _ in stream { break }
            }
            try await queue.enqueue([TaskRequest(queue: "q", name: "short")])
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await queue.counts().first?.waiting == 1)
        }
    }

    @Test("A queue whose tasks take long takes no place from another")
    func noneStarvesAnother() async throws {
        await control.grow("quick", by: 1)
        try await withWorker {
            try await queue.enqueue((0..<20).map { _ in TaskRequest(queue: "q", name: "long", priority: 9) })
            try await until { await control.running().count == 1 }
            for _ in 0..<20 {
                let id = try await queue.enqueue([TaskRequest(queue: "quick", name: "short")])[0]
                #expect(try await queue.wait(for: id, seconds: 20)?.state == .done)
            }
        }
    }

    private func withWorker(_ body: () async throws -> Void) async throws {
        var settings = Worker.Settings()
        settings.pollSeconds = 0.02
        settings.graceSeconds = 0
        let worker = Worker(
            name: "w", queue: queue, control: control,
            handlers: [
                "long": { [self] _ in
                    counts.begun.add(1, ordering: .relaxed)
                    do {
                        try await Task.sleep(for: .seconds(100))
                    } catch {
                        counts.cancelled.add(1, ordering: .relaxed)
                        throw error
                    }
                    return nil
                },
                "short": { _ in "ok" },
            ], settings: settings, log: Logger(label: "test"))
        let group = ServiceGroup(services: [worker], logger: Logger(label: "test"))
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

    private func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<2000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("waited in vain")
    }
}

private final class Counts: Sendable {
    let begun = Atomic(0)
    let cancelled = Atomic(0)
}
