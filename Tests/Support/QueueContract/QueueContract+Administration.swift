import Foundation
import TaskQueue
import Testing

extension QueueContract {
    package func tellsWhatBecameOfTasks() async throws {
        guard features.contains(.history) else { return }
        let begin = Date(timeIntervalSinceNow: -1)
        let request = TaskRequest(queue: name, name: "n", arguments: ["a": "1"], key: "k", priority: 2)
        try await queue.enqueue([request])
        let waiting = try #require(try await queue.task(request.id))
        #expect(waiting.state == .waiting && waiting.arguments == ["a": "1"] && waiting.key == "k" && waiting.priority == 2)
        #expect(waiting.attempt == 0 && waiting.started == nil && waiting.ended == nil && waiting.created > begin)
        let task = try #require(try await next(as: "me"))
        let running = try #require(try await queue.task(request.id))
        #expect(running.state == .running && running.worker == "me" && running.started != nil)
        try await queue.complete(task, result: "42")
        let done = try #require(try await queue.task(request.id))
        #expect(done.state == .done && done.result == "42" && done.worker == "me" && done.attempt == 1 && done.error == nil)
        #expect(done.started! <= done.ended!)
        #expect(try await queue.task("no such task") == nil)
    }

    package func listsTasks() async throws {
        guard features.contains(.listing) else { return }
        try await queue.enqueue((0..<5).map { request("\($0 % 2)") })
        _ = try await next()
        let all = try await queue.tasks(TaskFilter(queue: name))
        #expect(all.count == 5 && Set(all.map(\.queue)) == [name])
        #expect(all.filter { $0.state == .running }.count == 1)
        #expect(try await queue.tasks(TaskFilter(queue: name, state: .waiting)).count == 4)
        #expect(try await queue.tasks(TaskFilter(queue: name, name: "1")).count == 2)
        #expect(try await queue.tasks(TaskFilter(queue: name, limit: 2)).count == 2)
    }

    package func waitingOnesAreCancelled() async throws {
        guard features.contains(.cancelsWaiting) else { return }
        let (one, two) = (request("one"), request("two"))
        try await queue.enqueue([one, two])
        #expect(try await queue.cancel(one.id))
        #expect(try await queue.cancel(one.id) == false)
        #expect(try await queue.cancel("no such task") == false)
        #expect(try await queue.task(one.id)?.state == .cancelled)
        let task = try #require(try await next())
        #expect(task.request.name == "two")
        #expect(try await nothing())
        #expect(try await queue.retry(one.id))
        #expect(try await next()?.id == one.id)
    }

    package func runningOnesAreCancelled() async throws {
        guard features.contains(.cancelsWaiting) else { return }
        let request = request()
        let wanted = queue.cancellations()
        try await queue.enqueue([request])
        let task = try #require(try await next())
        #expect(try await queue.cancel(request.id))
        for await id in wanted where id == request.id { break }
        try await queue.fail(task, error: TaskCancelled(), retryAt: nil)
        if features.contains(.history) { #expect(try await queue.task(request.id)?.state == .cancelled) }
        try await expect(waiting: 0, running: 0, dead: 0)
    }

    package func pausedQueuesRest() async throws {
        try await queue.pause(name)
        #expect(try await queue.pausedQueues().contains(name))
        try await queue.enqueue([request()])
        #expect(try await nothing())
        try await queue.resume(name)
        #expect(try await !queue.pausedQueues().contains(name))
        let task = try #require(try await next())
        try await queue.complete(task, result: nil)
    }

    package func theOneWhoWaitsIsTold() async throws {
        guard features.contains(.history) else { return }
        let request = request()
        try await queue.enqueue([request])
        #expect(try await queue.wait(for: request.id, seconds: 0.3) == nil)
        async let answer = queue.wait(for: request.id, seconds: 30)
        let task = try #require(try await next())
        try await queue.complete(task, result: "the answer")
        let record = try #require(try await answer)
        #expect(record.state == .done && record.result == "the answer")
        #expect(try await queue.wait(for: "no such task", seconds: 0.3) == nil)
    }

    package func badRequestsAreRefused() async throws {
        for bad in [
            TaskRequest(queue: "", name: "n"), TaskRequest(queue: name, name: ""), TaskRequest(id: "", queue: name, name: "n"),
            TaskRequest(queue: name, name: "a\nb"), TaskRequest(queue: name, name: String(repeating: "x", count: 300)),
        ] {
            await #expect(throws: TaskQueueError.self) { try await queue.enqueue([request(), bad]) }
        }
        #expect(try await nothing())
    }
}
