import Foundation
package import TaskQueue
import Testing

extension QueueContract {
    package func handsOutInOrderOnce() async throws {
        let other = name + "-other"
        let later = TaskRequest(queue: name, name: "later", notBefore: Date(timeIntervalSinceNow: 3600))
        let first = TaskRequest(queue: name, name: "first", arguments: ["a": "1", "b": "x\"y/ü"])
        let second = request("second")
        #expect(try await queue.enqueue([later, first, second]) == [later.id, first.id, second.id])
        try await queue.enqueue([TaskRequest(queue: other, name: "third")])
        let task = try #require(try await next())
        #expect(task.id == first.id && task.request.arguments == first.arguments && task.request.name == "first")
        #expect(task.request.queue == name)
        #expect(task.attempt == 1 && task.worker == "w")
        let two = try #require(try await next())
        #expect(two.request.name == "second")
        #expect(try await nothing())
        try await expect(waiting: 1, running: 2, dead: 0)
        try await queue.complete(task, result: nil)
        try await expect(waiting: 1, running: 1, dead: 0)
        try await queue.complete(two, result: nil)
        let three = try #require(try await next(other))
        #expect(three.request.name == "third")
        try await queue.complete(three, result: nil)
        _ = try await queue.cancel(later.id)
    }

    package func delayedOnesComeWhenDue() async throws {
        try await queue.enqueue([
            TaskRequest(queue: name, name: "delayed", notBefore: Date(timeIntervalSinceNow: 1.5)), request("now"),
        ])
        let now = try #require(try await next())
        #expect(now.request.name == "now")
        #expect(try await nothing())
        try await Task.sleep(for: .milliseconds(1700))
        let delayed = try #require(try await next())
        #expect(delayed.request.name == "delayed" && delayed.attempt == 1)
        for task in [now, delayed] { try await queue.complete(task, result: nil) }
    }

    package func lateOnesAreDropped() async throws {
        let late = TaskRequest(queue: name, name: "late", expires: Date(timeIntervalSinceNow: -5))
        let soon = TaskRequest(queue: name, name: "soon", expires: Date(timeIntervalSinceNow: 600))
        try await queue.enqueue([late, soon])
        let task = try #require(try await next())
        #expect(task.request.name == "soon")
        #expect(try await nothing())
        try await queue.complete(task, result: nil)
        if features.contains(.history) { #expect(try await queue.task(late.id)?.state == .expired) }
        try await expect(waiting: 0, running: 0, dead: 0)
    }

    package func failedOnesComeBackOrDie() async throws {
        let request = request()
        try await queue.enqueue([request])
        let first = try #require(try await next())
        try await queue.fail(first, error: Trouble("once"), retryAt: Date(timeIntervalSinceNow: 2))
        #expect(try await nothing())
        try await Task.sleep(for: .milliseconds(2200))
        let second = try #require(try await next())
        #expect(second.id == first.id && second.attempt == 2)
        try await queue.fail(second, error: Trouble("for good"), retryAt: nil)
        #expect(try await nothing())
        try await expect(waiting: 0, running: 0, dead: 1)
        let dead = try await queue.tasks(TaskFilter(queue: name, state: .dead))
        #expect(dead.map(\.id) == [request.id] && dead.first?.error == "for good")
        #expect(dead.first?.attempt == 2)
        #expect(try await queue.retry(request.id))
        let again = try #require(try await next())
        #expect(again.id == request.id && again.attempt == 1)
        try await queue.complete(again, result: "at last")
        #expect(try await queue.retry(request.id) == false)
        try await expect(waiting: 0, running: 0, dead: 0)
    }

    package func handedBackOnesCountNothing() async throws {
        try await queue.enqueue([request()])
        for _ in 0..<5 {
            let task = try #require(try await next())
            #expect(task.attempt == 1)
            try await queue.handBack(task)
        }
        let task = try #require(try await next())
        try await queue.complete(task, result: nil)
        try await expect(waiting: 0, running: 0, dead: 0)
    }

    package func eachTaskGoesToOne(_ others: [any QueueAdministration]) async throws {
        let queues = [queue] + others
        try await queue.enqueue((0..<60).map { request("\($0)") })
        let names = try await withThrowingTaskGroup(of: [String].self) { group in
            for worker in 0..<6 {
                group.addTask {
                    var mine: [String] = []
                    let contract = QueueContract(queues[worker % queues.count], name: name, patience: patience)
                    while let task = try await contract.next(as: "\(worker)") {
                        mine.append(task.request.name)
                        try await contract.queue.complete(task, result: nil)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(names.count == 60)
        #expect(Set(names).count == 60)
    }

    package func wakesThoseWhoWait() async throws {
        let (one, two) = (queue.wakeUps(), queue.wakeUps())
        // A broker wakes those who looked and found nothing.
        #expect(try await nothing())
        try await queue.enqueue([request()])
        for stream in [one, two] {
            for await _ in stream { break }
        }
        if let task = try await next() { try await queue.complete(task, result: nil) }
    }
}
