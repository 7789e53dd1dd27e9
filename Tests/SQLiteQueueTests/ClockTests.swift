import Foundation
import SQLiteQueue
import SQLiteStore
import TaskQueue
import Testing

/// The clock on the wall is set while tasks wait and run. There is no safe way to set the machine's own clock in a test, so
/// the queue is handed clocks that can be set.
@Suite(.timeLimit(.minutes(5))) struct ClockTests {
    private let clocks = SettableClocks()
    private let store: Store
    private let queue: SQLiteTaskQueue

    init() throws {
        store = try Store.temporary()
        queue = SQLiteTaskQueue(store: store, clock: clocks.clock())
    }

    @Test("A lease holds when the clock is set forward by a day, and ends when its own time is over", arguments: [86_400.0, -86_400])
    func leases(jump: Double) async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "n")])
        let task = try #require(try await queue.lease(from: "q", worker: "a", seconds: 60))
        clocks.set(by: jump)
        #expect(try await queue.lease(from: "q", worker: "b", seconds: 60) == nil)
        clocks.pass(40)
        #expect(try await queue.extend(task, seconds: 60))
        clocks.pass(40)
        #expect(try await queue.lease(from: "q", worker: "b", seconds: 60) == nil)
        clocks.pass(30)
        #expect(try await queue.lease(from: "q", worker: "b", seconds: 60)?.id == task.id)
        #expect(try await queue.extend(task, seconds: 60) == false)
    }

    @Test("Tasks that are due at once are begun after the clock was set back")
    func dueAtOnce() async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "before")])
        clocks.set(by: -86_400)
        try await queue.enqueue([TaskRequest(queue: "q", name: "after")])
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60)?.request.name == "before")
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60)?.request.name == "after")
    }

    @Test("A task for a minute later, and a retry, come a minute later though the clock was set back by a day")
    func dueLater() async throws {
        try await queue.enqueue([
            TaskRequest(queue: "q", name: "fails"),
            TaskRequest(queue: "q", name: "later", notBefore: clocks.now.addingTimeInterval(60)),
        ])
        let task = try #require(try await queue.lease(from: "q", worker: "w", seconds: 600))
        try await queue.fail(task, error: TaskQueueError("e"), retryAt: clocks.now.addingTimeInterval(30))
        clocks.set(by: -86_400)
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60) == nil)
        clocks.pass(31)
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60)?.request.name == "fails")
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60) == nil)
        clocks.pass(30)
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60)?.request.name == "later")
    }

    @Test("A task for noon comes at noon by the clock that was set")
    func atNoon() async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "n", notBefore: clocks.now.addingTimeInterval(3600))])
        clocks.set(by: 3601)
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60) != nil)
    }

    @Test("After a restart of the machine leases of before are over, and delayed tasks go by the clock on the wall")
    func restart() async throws {
        try await queue.enqueue([
            TaskRequest(queue: "q", name: "held"),
            TaskRequest(queue: "q", name: "later", notBefore: clocks.now.addingTimeInterval(100)),
        ])
        _ = try await queue.lease(from: "q", worker: "up-1/q/0", seconds: 1_000_000)
        clocks.restart(after: 50)
        let next = SQLiteTaskQueue(store: store, clock: clocks.clock())
        #expect(try await next.lease(from: "q", worker: "w", seconds: 60)?.request.name == "held")
        #expect(try await next.lease(from: "q", worker: "w", seconds: 60) == nil)
        clocks.pass(51)
        #expect(try await next.lease(from: "q", worker: "w", seconds: 60)?.request.name == "later")
    }

    @Test("Tasks that ended are forgotten by age, routine ones sooner; those that wait or run never are")
    func pruning() async throws {
        let ids = try await queue.enqueue([
            TaskRequest(queue: "q", name: "told"), TaskRequest(queue: "q", name: "routine", key: "r"),
            TaskRequest(queue: "q", name: "dead"), TaskRequest(queue: "q", name: "running"), TaskRequest(queue: "q", name: "waiting"),
            TaskRequest(queue: "q", name: "late", notBefore: clocks.now.addingTimeInterval(9e6), expires: clocks.now.addingTimeInterval(60)),
        ])
        for name in ["told", "routine", "dead", "running"] {
            let task = try #require(try await queue.lease(from: "q", worker: "w", seconds: 1e9))
            #expect(task.request.name == name)
            if name == "dead" { try await queue.fail(task, error: TaskQueueError("e"), retryAt: nil) }
            if name == "told" || name == "routine" { try await queue.complete(task, result: name == "told" ? "r" : nil) }
        }
        func left() async throws -> [Int] {
            var found: [Int] = []
            for (place, id) in ids.enumerated() where try await queue.task(id) != nil { found.append(place) }
            return found
        }
        clocks.pass(86_400)
        #expect(try await queue.prune() == 0)
        #expect(try await queue.task(ids[5])?.state == .expired)
        clocks.pass(2 * 86_400)
        #expect(try await queue.prune() == 1)
        #expect(try await left() == [0, 2, 3, 4, 5])
        clocks.pass(29 * 86_400)
        #expect(try await queue.prune() == 3)
        #expect(try await left() == [3, 4])
    }
}
