public import Foundation
public import Logging
public import ServiceLifecycle
public import TaskQueue

/// Asks for tasks by the clock, as `celery beat` does. Of all that run on one broker only one acts.
///
/// The right to act is a message, the turn: the broker hands it to one consumer (`x-single-active-consumer`), to the next when that
/// one's connection ends. It says when tasks were last asked for, and is replaced at each beat, so that a change of hands neither
/// loses a beat nor doubles one.
public struct CeleryBeat: Service {
    private let queue: CeleryTaskQueue
    private let requests: [TaskRequest]
    private let every: TimeInterval
    private let name: String
    private let log: Logger

    /// - Parameters:
    ///   - requests: each is sent under an id of its own, to be dropped when nobody has begun it by the next but one beat.
    ///   - every: seconds.
    ///   - name: the turn's queue; beats of one name take turns.
    public init(queue: CeleryTaskQueue, requests: [TaskRequest], every: TimeInterval, name: String = "astrobase.beat", log: Logger) {
        self.queue = queue
        self.requests = requests
        self.every = max(0.05, every)
        self.name = name
        self.log = log
    }

    public func run() async throws {
        try await cancelWhenGracefulShutdown {
            do { try await act() } catch is CancellationError {}
        }
    }

    private func act() async throws {
        let connection = queue.hub.connection
        // At most one turn waits beside the one in hand: every beat offers one when it has heard of none for long.
        try await connection.declareQueue(name, arguments: ["x-single-active-consumer": true, "x-max-length": 1])
        let turns = try await connection.consume(name, prefetch: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await offerFirst() }
            group.addTask {
                var last = Date.distantPast
                while let turn = await turns.next() {
                    last = max(last, time(of: turn))
                    if await beat(after: last, turn) { last = Date() }
                }
                try Task.checkCancellation()
                throw AMQPError(.closed, "the connection to the broker was closed")
            }
            try await group.waitForAll()
        }
    }

    /// Puts a turn where there may be none: at the start, and now and then, should somebody have emptied the queue.
    private func offerFirst() async throws {
        while true {
            do {
                try await offer(.distantPast)
            } catch let error as AMQPError {
                log.warning("cannot reach the broker", metadata: ["reason": "\(error)"])
            }
            try await Task.sleep(for: .seconds(every * 10))
        }
    }

    private func offer(_ last: Date) async throws {
        let properties = MessageProperties(
            headers: ["last": .string("\(last.timeIntervalSince1970)")], deliveryMode: 2)
        try await queue.hub.connection.publish(OutgoingMessage(routingKey: name, properties: properties, body: []), confirmed: true)
    }

    private func time(of turn: Delivery) -> Date {
        guard case .string(let text)? = turn.properties.headers["last"], let seconds = Double(text) else { return .distantPast }
        return Date(timeIntervalSince1970: seconds)
    }

    /// Waits for the time, asks for the tasks and passes the turn on. What fails is done again with the turn's next delivery.
    ///
    /// - Returns: whether the tasks were asked for.
    private func beat(after last: Date, _ turn: Delivery) async -> Bool {
        var asked = false
        do {
            // Another machine's clock may be ahead.
            try await Task.sleep(for: .seconds(min(every, max(0, last.addingTimeInterval(every).timeIntervalSinceNow))))
            guard turn.ledger.isLive else { return false }
            try await queue.enqueue(requests.map(current))
            asked = true
            try await offer(Date())
            queue.hub.connection.ack(turn)
        } catch is CancellationError {
            queue.hub.connection.reject(turn, requeue: true)
        } catch {
            log.error("cannot ask for tasks", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: .seconds(min(every, 1)))
            queue.hub.connection.reject(turn, requeue: true)
        }
        return asked
    }

    private func current(_ request: TaskRequest) -> TaskRequest {
        var request = request.again()
        request.expires = Date(timeIntervalSinceNow: every * 2)
        return request
    }
}
