import CeleryQueue
import Foundation
import QueueContract
import TaskQueue
import Testing

/// What every queue promises, kept by a real broker. What Celery's protocol does not have is left out, as documented: keys that keep a
/// second task away, priorities, leases that end by the clock, history and lists of what waits.
@Suite(.needsBroker, .timeLimit(.minutes(5))) struct CeleryTaskQueueTests {
    private func queue() async throws -> CeleryTaskQueue {
        queue(on: try await Broker.shared().connect())
    }

    private func queue(on connection: AMQPConnection, lookingAt queues: [String] = []) -> CeleryTaskQueue {
        CeleryTaskQueue(
            connection: connection, queues: queues, identity: WorkerIdentity(name: uniqueName("w") + "@host", version: "0"), wantsResults: true,
            log: quietLog)
    }

    private func contract() async throws -> QueueContract {
        QueueContract(try await queue(), features: [], name: uniqueName("contract"), patience: 5)
    }

    @Test func handsOutInOrderOnce() async throws { try await contract().handsOutInOrderOnce() }
    @Test func delayedOnesComeWhenDue() async throws { try await contract().delayedOnesComeWhenDue() }
    @Test func lateOnesAreDropped() async throws { try await contract().lateOnesAreDropped() }
    @Test func failedOnesComeBackOrDie() async throws { try await contract().failedOnesComeBackOrDie() }
    @Test func handedBackOnesCountNothing() async throws { try await contract().handedBackOnesCountNothing() }
    @Test func wakesThoseWhoWait() async throws { try await contract().wakesThoseWhoWait() }
    @Test func extendedLeasesHold() async throws { try await contract().extendedLeasesHold() }
    @Test func pausedQueuesRest() async throws { try await contract().pausedQueuesRest() }
    @Test func badRequestsAreRefused() async throws { try await contract().badRequestsAreRefused() }
    @Test func eachTaskGoesToOne() async throws { try await contract().eachTaskGoesToOne([queue()]) }

    @Test func theSenderIsTold() async throws {
        let (sender, taker) = (try await queue(), try await queue())
        let name = uniqueName("answers")
        let (good, bad) = (TaskRequest(queue: name, name: "good"), TaskRequest(queue: name, name: "bad"))
        try await sender.enqueue([good, bad])
        #expect(try await sender.wait(for: good.id, seconds: 0.2) == nil)
        for _ in 0..<2 {
            let task = try #require(try await next(taker, name))
            if task.request.name == "good" {
                try await taker.complete(task, result: "42")
            } else {
                try await taker.fail(task, error: PermanentFailure("no such job"), retryAt: nil)
            }
        }
        let answer = try #require(try await sender.wait(for: good.id, seconds: 30))
        #expect(answer.state == .done && answer.result == "42")
        let failure = try #require(try await sender.wait(for: bad.id, seconds: 30))
        #expect(failure.state == .dead && failure.error == "PermanentFailure: no such job")
        await #expect(throws: AMQPError.self) { try await taker.wait(for: good.id, seconds: 0.1) }
    }

    /// Whoever asks without waiting is answered, however its clock and its question race.
    @Test func askingWithoutWaitingEnds() async throws {
        let sender = try await queue()
        let request = TaskRequest(queue: uniqueName("asked"), name: "never")
        try await sender.enqueue([request])
        for _ in 0..<2000 {
            #expect(try await sender.wait(for: request.id, seconds: 0) == nil)
        }
    }

    /// A task of a key that this program has sent for later covers others that would come no sooner.
    @Test func delayedOnesOfAKeyAreSentOnce() async throws {
        let name = uniqueName("keys")
        let queue = queue(on: try await Broker.shared().connect(), lookingAt: [name])
        let later = { TaskRequest(queue: name, name: "look", key: "look", notBefore: Date(timeIntervalSinceNow: $0)) }
        try await queue.enqueue([later(60)])
        try await queue.enqueue([later(61), later(120)])
        #expect(try await queue.counts().first { $0.queue == name }?.waiting == 1)
        // Sooner, at once, or of another key: sent.
        try await queue.enqueue([later(30), TaskRequest(queue: name, name: "look", key: "look")])
        try await queue.enqueue([TaskRequest(queue: name, name: "look", key: "other", notBefore: Date(timeIntervalSinceNow: 60))])
        #expect(try await queue.counts().first { $0.queue == name }?.waiting == 4)
    }

    /// A task goes on while its connection is made again, and is not done twice.
    @Test func aBrokenConnectionDoesNotDoATaskTwice() async throws {
        let proxy = try Proxy(to: try await Broker.shared().port)
        defer { proxy.end() }
        let address = try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(proxy.port)//")
        let name = uniqueName("broken")
        let taker = queue(on: try await AMQPConnection.connect(address, name: "cut", patience: .seconds(30), log: quietLog))
        let request = TaskRequest(queue: name, name: "long")
        try await taker.enqueue([request])
        let task = try #require(try await next(taker, name))
        proxy.cut()
        try await Task.sleep(for: .seconds(1))
        try await taker.complete(task, result: nil)
        try await Task.sleep(for: .seconds(4))
        #expect(try await taker.lease(from: name, worker: "w", seconds: 60) == nil)
        let counts = try await taker.counts().first { $0.queue == name }
        #expect(counts == QueueCounts(queue: name, waiting: 0, running: 0, dead: 0))
    }

    /// Metrics ask every few seconds, and the broker notes each question after a queue that is not there as an error.
    @Test func theQueueOfTheDeadIsThereBeforeTheFirst() async throws {
        let connection = try await Broker.shared().connect()
        let name = uniqueName("served")
        #expect(try await queue(on: connection).lease(from: name, worker: "w", seconds: 60) == nil)
        #expect(try await connection.queueStatus(name + ".dead").messages == 0)
        // One of another form does not keep a worker from its work.
        let odd = uniqueName("odd")
        try await connection.declareQueue(odd + ".dead", durable: true, arguments: ["x-max-length": 7])
        let taker = queue(on: connection)
        try await taker.enqueue([TaskRequest(queue: odd, name: "n")])
        #expect(try await next(taker, odd)?.request.name == "n")
    }

    /// The word that a task is done may be lost on its way; when the task comes again it is known.
    @Test func aLostAcknowledgementDoesNotDoATaskTwice() async throws {
        let proxy = try Proxy(to: try await Broker.shared().port)
        defer { proxy.end() }
        let address = try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(proxy.port)//")
        let name = uniqueName("unheard")
        let sender = try await queue()
        let taker = queue(on: try await AMQPConnection.connect(address, name: "cut", patience: .seconds(30), log: quietLog))
        let request = TaskRequest(queue: name, name: "done")
        try await sender.enqueue([request])
        let task = try #require(try await next(taker, name))
        proxy.hang(true)
        try await taker.complete(task, result: "42")
        try await Task.sleep(for: .milliseconds(300))
        proxy.cut()
        proxy.hang(false)
        let answer = try #require(try await sender.wait(for: request.id, seconds: 30))
        #expect(answer.state == .done && answer.result == "42")
        #expect(try await taker.lease(from: name, worker: "w", seconds: 60) == nil)
        let counts = try await taker.counts().first { $0.queue == name }
        #expect(counts == QueueCounts(queue: name, waiting: 0, running: 0, dead: 0))
    }

    private func next(_ queue: CeleryTaskQueue, _ name: String) async throws -> LeasedTask? {
        for _ in 0..<500 {
            if let task = try await queue.lease(from: name, worker: "w", seconds: 60) { return task }
            try await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }
}
