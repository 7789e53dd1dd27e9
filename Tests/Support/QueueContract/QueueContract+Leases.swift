import Foundation
import TaskQueue
import Testing

extension QueueContract {
    package func aKeyWaitsOnce() async throws {
        guard features.contains(.keys) else { return }
        let (first, second) = (request(key: "k"), request(key: "k"))
        #expect(try await queue.enqueue([first, second]) == [first.id, first.id])
        for _ in 0..<3 { #expect(try await queue.enqueue([request(key: "k")]) == [first.id]) }
        let other = TaskRequest(queue: name + "-other", name: "n", key: "k")
        #expect(try await queue.enqueue([other]) == [other.id])
        try await expect(waiting: 1, running: 0, dead: 0)
        let task = try #require(try await next())
        // While it runs, the same may be asked for again: its work may have begun before the reason for asking.
        let again = request(key: "k")
        #expect(try await queue.enqueue([again]) == [again.id])
        try await expect(waiting: 1, running: 1, dead: 0)
        try await queue.fail(task, error: Trouble("e"), retryAt: Date())
        try await expect(waiting: 1, running: 0, dead: 0)
    }

    package func aRequestIsTakenOnce() async throws {
        guard features.contains(.keys) else { return }
        let request = request()
        for _ in 0..<3 { #expect(try await queue.enqueue([request]) == [request.id]) }
        let task = try #require(try await next())
        try await queue.complete(task, result: nil)
        try await queue.enqueue([request])
        #expect(try await nothing())
    }

    package func higherPrioritiesComeFirst() async throws {
        guard features.contains(.priorities) else { return }
        for (task, priority) in [("low", -1), ("first", 0), ("high", 5), ("second", 0)] {
            try await queue.enqueue([TaskRequest(queue: name, name: task, priority: priority)])
        }
        var order: [String] = []
        while let task = try await next() { order.append(task.request.name) }
        #expect(order == ["high", "first", "second", "low"])
    }

    package func leasesRunOut() async throws {
        guard features.contains(.leaseExpiry) else { return }
        try await queue.enqueue([request()])
        let lost = try #require(try await next(as: "a", seconds: 1.5))
        #expect(try await nothing(as: "b"))
        try await Task.sleep(for: .milliseconds(1700))
        let found = try #require(try await next(as: "b"))
        #expect(found.id == lost.id && found.attempt == 2)
        #expect(try await queue.extend(lost, seconds: 60) == false)
        try await queue.complete(lost, result: "late")
        try await queue.fail(lost, error: Trouble("late"), retryAt: nil)
        try await queue.handBack(lost)
        try await expect(waiting: 0, running: 1, dead: 0)
        #expect(try await queue.extend(found, seconds: 60))
        try await queue.complete(found, result: nil)
        try await expect(waiting: 0, running: 0, dead: 0)
    }

    package func extendedLeasesHold() async throws {
        try await queue.enqueue([request()])
        let task = try #require(try await next(as: "a", seconds: 1.5))
        for _ in 0..<4 {
            try await Task.sleep(for: .milliseconds(600))
            #expect(try await queue.extend(task, seconds: 1.5))
            #expect(try await nothing(as: "b"))
        }
        try await queue.complete(task, result: nil)
    }

    package func releasesWhatDeadWorkersHeld() async throws {
        guard features.contains(.leaseExpiry) else { return }
        try await queue.enqueue((0..<3).map { request("\($0)") })
        for worker in ["up-1/q/0", "up-1/q/1", "up-2/q/0"] { _ = try await next(as: worker, seconds: 600) }
        try await queue.release(workersBeginningWith: "up-1")
        try await expect(waiting: 2, running: 1, dead: 0)
        let again = try #require(try await next())
        #expect(again.request.name == "0" && again.attempt == 1)
    }

    package func aTaskThatKillsItsWorkersDies() async throws {
        guard features.contains(.leaseExpiry) else { return }
        let request = request()
        try await queue.enqueue([request])
        for number in 1...3 {
            _ = try #require(try await next(as: "up-\(number)/q/0", seconds: 600))
            try await queue.release(workersBeginningWith: "up-\(number)/")
        }
        #expect(try await nothing())
        try await expect(waiting: 0, running: 0, dead: 1)
        let dead = try #require(try await queue.task(request.id))
        #expect(dead.state == .dead)
        #expect(dead.error?.contains("3 workers vanished") == true && dead.error?.contains("up-3/q/0") == true)
        #expect(try await queue.retry(request.id))
        let again = try #require(try await next(as: "up-4/q/0", seconds: 600))
        #expect(again.attempt == 1)
        try await queue.release(workersBeginningWith: "up-4/")
        try await expect(waiting: 1, running: 0, dead: 0)
    }
}
