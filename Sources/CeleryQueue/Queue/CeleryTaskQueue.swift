public import Foundation
public import Logging
import Synchronization
public import TaskQueue

/// Queues on RabbitMQ, as Celery's programs use them: our workers take tasks that Python sends, and Python's workers take ours.
///
/// What is different from the embedded queues: a task is a message, so a key does not keep a second one from being added, unless
/// this program itself sent the first and its time has not come; and what is done is known to the one who asked only. Priorities are carried, and the broker does not heed them.
public final class CeleryTaskQueue: Sendable {
    let hub: Hub
    let queues: [String]
    let origin: String
    let results: ResultInbox?
    private let lanes = Mutex([String: Lane]())
    private let delayed = DelayedKeys()

    /// - Parameters:
    ///   - queues: the names that `tasks`, `counts` and their like look at.
    ///   - kinds: the tasks that this worker does; messages of others are refused. nil: all are taken, with named arguments.
    ///   - control: the worker's, where this process is one.
    ///   - wantsResults: whether tasks that are sent are to be answered, so that `wait` learns how they ended.
    ///   - sendsTaskEvents: as `celery worker -E`; remote control turns it on and off.
    public init(
        connection: AMQPConnection, queues: [String], kinds: [TaskKind]? = nil, identity: WorkerIdentity, control: WorkerControl? = nil,
        wantsResults: Bool = false, sendsTaskEvents: Bool = false, log: Logger
    ) {
        hub = Hub(
            connection: connection, kinds: kinds, identity: identity, control: control, sendsTaskEvents: sendsTaskEvents, log: log)
        self.queues = queues
        origin = "\(identity.process)@\(WorkerIdentity.host)"
        results = wantsResults ? ResultInbox(connection: connection, log: log) : nil
    }

    func lane(_ queue: String) -> Lane {
        lanes.withLock { lanes in
            if let lane = lanes[queue] { return lane }
            let lane = Lane(queue: queue, hub: hub)
            lanes[queue] = lane
            return lane
        }
    }

    var allLanes: [(queue: String, lane: Lane)] {
        lanes.withLock { lanes in lanes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    var knownQueues: [String] { Set(queues).union(allLanes.map(\.queue)).sorted() }

    /// Takes no more tasks, and gives back those that nobody has begun.
    func stopTaking() async {
        for (_, lane) in allLanes { await lane.close() }
    }
}

extension CeleryTaskQueue: TaskQueue.Queue {
    /// Publishes tasks; returns when the broker has them on disk.
    @discardableResult
    public func enqueue(_ requests: [TaskRequest]) async throws -> [String] {
        guard !requests.isEmpty else { return [] }
        for request in requests {
            try request.check()
            guard TaskMessage.isPlain(request.id) else {
                throw TaskQueueError("\(PythonRepr.safe(.string(request.id), limit: 100)) is no id of a task.")
            }
        }
        let replyTo = try await results?.open()
        for queue in Set(requests.map(\.queue)) { try await hub.declare(queue) }
        results?.expect(requests.map(\.id))
        let messages = requests.filter { !delayed.covers($0) }.map { $0.message(origin: origin, replyTo: replyTo) }
        guard !messages.isEmpty else { return requests.map(\.id) }
        do {
            try await hub.connection.publish(messages, confirmed: true)
        } catch let error as AMQPError where error.kind == .unroutable {
            // Somebody deleted the queue since it was declared.
            for queue in Set(requests.map(\.queue)) {
                hub.forgetDeclared(queue)
                try await hub.declare(queue)
            }
            try await hub.connection.publish(error.failed.isEmpty ? messages : error.failed.map { messages[$0] }, confirmed: true)
        }
        delayed.note(requests)
        return requests.map(\.id)
    }

    public func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask? {
        try await lane(queue).lease(worker: worker)
    }

    /// The broker knows no time: a task is a worker's as long as its connection lives.
    public func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool {
        try await lane(task.request.queue).extend(task)
    }

    public func complete(_ task: LeasedTask, result: String?) async throws {
        await lane(task.request.queue).complete(task, result: result)
    }

    public func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async throws {
        await lane(task.request.queue).fail(task, error: error, retryAt: retryAt)
    }

    public func handBack(_ task: LeasedTask) async throws {
        await lane(task.request.queue).handBack(task)
    }

    /// Nothing: the broker itself sees a worker's end.
    public func release(workersBeginningWith prefix: String) async throws {}

    /// What waits at the broker, what this worker has in hand, what is dead.
    public func counts() async throws -> [QueueCounts] {
        var counts: [QueueCounts] = []
        for queue in knownQueues {
            let here = await lane(queue).counts
            counts.append(
                QueueCounts(
                    queue: queue, waiting: try await length(of: queue) + here.waiting, running: here.running,
                    dead: try await length(of: Copies.deadQueue(queue))))
        }
        return counts
    }

    public func wakeUps() -> AsyncStream<Void> { hub.wakes.stream() }

    private func length(of queue: String) async throws -> Int {
        do {
            return try await hub.connection.queueStatus(queue).messages
        } catch let error as AMQPError where error.kind == .notFound {
            return 0
        }
    }
}
