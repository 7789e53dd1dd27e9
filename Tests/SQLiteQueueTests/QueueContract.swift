import Foundation
import TaskQueue
import Testing

/// What every `Queue` promises. A test suite of an implementation calls each with a new, empty one.
enum QueueContract {
    static func handsOutInOrderOnce(_ queue: any TaskQueue.Queue) async throws {
        let later = TaskRequest(queue: "q", name: "later", notBefore: Date(timeIntervalSinceNow: 3600))
        let first = TaskRequest(queue: "q", name: "first", arguments: ["a": "1", "b": "x\"y"], key: "k")
        try await queue.enqueue([later, first, TaskRequest(queue: "q", name: "second")])
        try await queue.enqueue([TaskRequest(queue: "other", name: "third")])
        let task = try #require(try await queue.lease(from: "q", worker: "w", seconds: 60))
        #expect(task.request == first)
        #expect(task.attempt == 1 && task.worker == "w")
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60)?.request.name == "second")
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60) == nil)
        let counts = try await queue.counts()
        #expect(counts.contains(QueueCounts(queue: "q", waiting: 1, running: 2, dead: 0)))
        #expect(counts.contains(QueueCounts(queue: "other", waiting: 1, running: 0, dead: 0)))
        try await queue.complete(task)
        #expect(try await queue.counts().first { $0.queue == "q" }?.running == 1)
    }

    static func aKeyWaitsOnce(_ queue: any TaskQueue.Queue) async throws {
        let request = TaskRequest(queue: "q", name: "n", key: "k")
        for _ in 0..<3 { try await queue.enqueue([request, request]) }
        try await queue.enqueue([TaskRequest(queue: "other", name: "n", key: "k")])
        #expect(try await queue.counts().first { $0.queue == "q" }?.waiting == 1)
        let task = try #require(try await queue.lease(from: "q", worker: "w", seconds: 60))
        // While it runs, the same may be asked for again: its work may have begun before the reason for asking.
        try await queue.enqueue([request])
        #expect(try await queue.counts().first { $0.queue == "q" }?.waiting == 1)
        try await queue.fail(task, error: "e", retryAt: Date())
        let counts = try await queue.counts().first { $0.queue == "q" }
        #expect(counts == QueueCounts(queue: "q", waiting: 1, running: 0, dead: 0))
    }

    static func leasesRunOut(_ queue: any TaskQueue.Queue) async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "n")])
        let lost = try #require(try await queue.lease(from: "q", worker: "a", seconds: 1.5))
        #expect(try await queue.lease(from: "q", worker: "b", seconds: 60) == nil)
        try await Task.sleep(for: .milliseconds(1700))
        let found = try #require(try await queue.lease(from: "q", worker: "b", seconds: 60))
        #expect(found.id == lost.id && found.attempt == 2)
        #expect(try await queue.extend(lost, seconds: 60) == false)
        try await queue.complete(lost)
        try await queue.fail(lost, error: "late", retryAt: nil)
        try await queue.handBack(lost)
        #expect(try await queue.counts() == [QueueCounts(queue: "q", waiting: 0, running: 1, dead: 0)])
        #expect(try await queue.extend(found, seconds: 60))
        try await queue.complete(found)
        #expect(try await queue.counts().isEmpty)
    }

    static func failedOnesComeBackOrDie(_ queue: any TaskQueue.Queue) async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "n")])
        let first = try #require(try await queue.lease(from: "q", worker: "w", seconds: 60))
        try await queue.fail(first, error: "once", retryAt: Date(timeIntervalSinceNow: 2))
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60) == nil)
        try await Task.sleep(for: .milliseconds(2200))
        let second = try #require(try await queue.lease(from: "q", worker: "w", seconds: 60))
        #expect(second.attempt == 2)
        try await queue.handBack(second)
        let third = try #require(try await queue.lease(from: "q", worker: "w", seconds: 60))
        #expect(third.attempt == 2)
        try await queue.fail(third, error: "for good", retryAt: nil)
        #expect(try await queue.lease(from: "q", worker: "w", seconds: 60) == nil)
        #expect(try await queue.counts() == [QueueCounts(queue: "q", waiting: 0, running: 0, dead: 1)])
    }

    static func releasesWhatDeadWorkersHeld(_ queue: any TaskQueue.Queue) async throws {
        try await queue.enqueue((0..<3).map { TaskRequest(queue: "q", name: "\($0)") })
        for worker in ["up-1/q/0", "up-1/q/1", "up-2/q/0"] {
            _ = try await queue.lease(from: "q", worker: worker, seconds: 600)
        }
        try await queue.release(workersBeginningWith: "up-1")
        #expect(try await queue.counts() == [QueueCounts(queue: "q", waiting: 2, running: 1, dead: 0)])
        let again = try #require(try await queue.lease(from: "q", worker: "w", seconds: 60))
        #expect(again.request.name == "0" && again.attempt == 1)
    }

    static func eachTaskGoesToOne(_ queues: [any TaskQueue.Queue]) async throws {
        try await queues[0].enqueue((0..<60).map { TaskRequest(queue: "q", name: "\($0)") })
        let names = try await withThrowingTaskGroup(of: [String].self) { group in
            for worker in 0..<6 {
                group.addTask {
                    var mine: [String] = []
                    let queue = queues[worker % queues.count]
                    while let task = try await queue.lease(from: "q", worker: "\(worker)", seconds: 60) {
                        mine.append(task.request.name)
                        try await queue.complete(task)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(names.count == 60)
        #expect(Set(names).count == 60)
    }

    static func wakesThoseWhoWait(_ queue: any TaskQueue.Queue) async throws {
        let (one, two) = (queue.wakeUps(), queue.wakeUps())
        try await queue.enqueue([TaskRequest(queue: "q", name: "n")])
        for stream in [one, two] {
            for await _ in stream { break }
        }
    }
}
