import Foundation
import GRDB
import SQLiteQueue
import Logging
import ServiceLifecycle
import SQLiteStore
import Synchronization
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct FullDiskTests {
    /// The database may not grow any more: SQLite answers as it does on a full disk. The acceptance tests fill a real one.
    @Test("What a full disk refuses is refused aloud; what was there is done once there is room, and done once")
    func full() async throws {
        let store = try Store.temporary()
        let queue = SQLiteTaskQueue(store: store)
        let runs = Runs()
        let big = String(repeating: "x", count: 30_000)
        try await queue.enqueue((0..<40).map { TaskRequest(queue: "q", name: "n", arguments: ["n": "\($0)"]) })
        try await limit(store, pages: true)
        // No more fits.
        var refused = 0
        for _ in 0..<20 {
            do {
                try await queue.enqueue([TaskRequest(queue: "q", name: "n", arguments: ["n": "big", "text": big])])
            } catch let error as StoreError {
                #expect(error.isDiskFull)
                refused += 1
            }
        }
        #expect(refused >= 15)
        var settings = Worker.Settings()
        settings.pollSeconds = 0.05
        let worker = Worker(
            name: "w", queue: queue, control: WorkerControl(concurrency: ["q": 4]),
            handlers: [
                "n": { task in
                    runs.add(task.request.arguments["n"] ?? "")
                    return task.request.arguments["n"] == "big" ? nil : big
                }
            ], settings: settings, log: Logger(label: "test"))
        let group = ServiceGroup(services: [worker], logger: Logger(label: "test"))
        let running = Task { try await group.run() }
        // Results do not fit either: the workers hold what they have and try on.
        try await Task.sleep(for: .seconds(1))
        #expect(try await queue.counts().first.map { $0.waiting + $0.running } ?? 0 > 0)
        try await limit(store, pages: false)
        for _ in 0..<1000 where try await !queue.counts().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(try await queue.counts().isEmpty)
        #expect((0..<40).allSatisfy { runs.count("\($0)") == 1 })
        #expect(try await queue.tasks(TaskFilter(queue: "q", state: .done, limit: 1000)).filter { $0.result == big }.count == 40)
    }

    private func limit(_ store: Store, pages: Bool) async throws {
        try await store.write { db in
            let used = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages ? used : 1_000_000_000)")
        }
    }
}

private final class Runs: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func add(_ key: String) { counts.withLock { $0[key, default: 0] += 1 } }
    func count(_ key: String) -> Int { counts.withLock { $0[key] ?? 0 } }
}
