import Foundation
import QueueContract
import SQLiteQueue
import SQLiteStore
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct OldestTaskTests {
    @Test("Of each queue the oldest task that could be begun is known; delayed, running and dead ones do not count")
    func oldest() async throws {
        let clocks = SettableClocks()
        let queue = SQLiteTaskQueue(store: try Store.temporary(), clock: clocks.clock())
        let begin = clocks.now
        func add(_ requests: TaskRequest...) async throws { try await queue.enqueue(requests) }
        try await add(
            TaskRequest(queue: "a", name: "delayed", notBefore: begin.addingTimeInterval(3600)), TaskRequest(queue: "a", name: "dies"),
            TaskRequest(queue: "b", name: "runs"))
        let dies = try #require(try await queue.lease(from: "a", worker: "w", seconds: 600))
        try await queue.fail(dies, error: TaskQueueError("e"), retryAt: nil)
        _ = try #require(try await queue.lease(from: "b", worker: "w", seconds: 600))
        #expect(try await queue.counts().map(\.oldestWaiting) == [nil, nil])

        clocks.pass(10)
        try await add(TaskRequest(queue: "a", name: "first"))
        clocks.pass(10)
        try await add(TaskRequest(queue: "a", name: "urgent", priority: 9), TaskRequest(queue: "b", name: "second"))
        let ages = try await queue.counts().map { try #require($0.oldestWaiting).timeIntervalSince(begin) }
        #expect(zip(ages, [10, 20]).allSatisfy { abs($0 - $1) < 0.001 }, "\(ages)")
        // The urgent one goes first; the oldest is still there.
        #expect(try await queue.lease(from: "a", worker: "w", seconds: 600)?.request.name == "urgent")
        #expect(try await queue.counts().map(\.numbers.waiting) == [2, 1])
        let left = try #require(try await queue.counts().first?.oldestWaiting).timeIntervalSince(begin)
        #expect(abs(left - 10) < 0.001)
    }
}
