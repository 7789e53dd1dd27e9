import Foundation
import Logging
import Synchronization
import TaskQueue

/// What the lanes of a queue's engine share.
final class Hub: Sendable {
    let connection: AMQPConnection
    /// What this worker does; nil: anything.
    let kinds: [String: TaskKind]?
    let identity: WorkerIdentity
    let events: EventDispatcher
    let clock = LamportClock()
    let revoked = RevokedTasks()
    let wakes = Wakes()
    let control: WorkerControl?
    let log: Logger
    let started = ContinuousClock.now

    private struct State {
        var declared: Set<String> = []
        var totals: [String: Int] = [:]
        var active = 0
        var reconnected: ContinuousClock.Instant?
    }
    private let state = Mutex(State())

    init(
        connection: AMQPConnection, kinds: [TaskKind]?, identity: WorkerIdentity, control: WorkerControl?, sendsTaskEvents: Bool, log: Logger
    ) {
        self.connection = connection
        self.kinds = kinds.map { Dictionary($0.map { ($0.name, $0) }) { _, last in last } }
        self.identity = identity
        self.control = control
        self.log = log
        events = EventDispatcher(
            worker: identity, clock: clock, connection: connection, sendsTaskEvents: sendsTaskEvents, log: log)
    }

    // MARK: Queues

    /// Declares a queue as Celery does: durable, and bound to a direct exchange of its own name.
    func declare(_ queue: String) async throws {
        guard !state.withLock({ $0.declared.contains(queue) }) else { return }
        guard Self.isName(queue) else { throw AMQPError(.invalid, "\(PythonRepr.safe(.string(queue), limit: 100)) is no name of a queue") }
        try await connection.declareExchange(queue, kind: "direct", durable: true)
        try await connection.declareQueue(queue, durable: true)
        try await connection.bind(queue: queue, to: queue, routingKey: queue)
        state.withLock { _ = $0.declared.insert(queue) }
    }

    /// Declares a queue of ours: durable, and nothing else.
    func declarePlain(_ queue: String) async throws {
        guard !state.withLock({ $0.declared.contains(queue) }) else { return }
        try await connection.declareQueue(queue, durable: true)
        state.withLock { _ = $0.declared.insert(queue) }
    }

    func forgetDeclared(_ queue: String) { state.withLock { _ = $0.declared.remove(queue) } }

    /// The broker keeps names that begin with `amq.`, and takes 255 bytes.
    static func isName(_ queue: String) -> Bool {
        (1...240).contains(queue.utf8.count) && !queue.hasPrefix("amq.") && !queue.unicodeScalars.contains { $0.value < 32 }
    }

    // MARK: Counting

    func begun(_ task: String) {
        state.withLock { state in
            state.totals[task, default: 0] += 1
            state.active += 1
        }
    }

    func ended() { state.withLock { $0.active -= 1 } }

    var totals: [String: Int] { state.withLock { $0.totals } }
    var active: Int { state.withLock { $0.active } }
    var processed: Int { state.withLock { $0.totals.values.reduce(0, +) } }

    // MARK: The connection

    func noteReconnection() { state.withLock { $0.reconnected = .now } }

    /// Whether the connection was made anew just now. Messages that come again then were in the hands of workers that live.
    var isFreshlyReconnected: Bool {
        state.withLock { $0.reconnected }.map { .now - $0 < .seconds(60) } ?? false
    }

    /// Seconds since the connection was made anew, if it was.
    var secondsSinceReconnection: Double? {
        state.withLock { $0.reconnected }.map { Double((.now - $0).components.seconds) }
    }
}

/// Those who wait for work.
final class Wakes: Sendable {
    private let streams = Mutex((next: 0, all: [Int: AsyncStream<Void>.Continuation]()))

    func stream() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = streams.withLock { streams in
            streams.next += 1
            streams.all[streams.next] = continuation
            return streams.next
        }
        continuation.onTermination = { [weak self] _ in self?.streams.withLock { _ = $0.all.removeValue(forKey: id) } }
        return stream
    }

    func wake() {
        for continuation in streams.withLock({ Array($0.all.values) }) { continuation.yield() }
    }
}

/// Tasks that are not to be begun any more: the newest 50,000, for three hours, as with Celery.
final class RevokedTasks: Sendable {
    private static let room = 50_000
    private static let life = 3.0 * 3600
    private let tasks = Mutex([String: Date]())

    func insert(_ ids: some Sequence<String>, now: Date = Date()) {
        tasks.withLock { tasks in
            for id in ids { tasks[id] = now }
            guard tasks.count > Self.room else { return }
            tasks = tasks.filter { now.timeIntervalSince($0.value) < Self.life }
            if tasks.count > Self.room {
                tasks = Dictionary(uniqueKeysWithValues: tasks.sorted { $0.value > $1.value }.prefix(Self.room * 9 / 10).map { ($0.key, $0.value) })
            }
        }
    }

    func contains(_ id: String) -> Bool {
        tasks.withLock { tasks in !tasks.isEmpty && tasks[id].map { Date().timeIntervalSince($0) < Self.life } ?? false }
    }

    func remove(_ id: String) { tasks.withLock { _ = $0.removeValue(forKey: id) } }

    var all: [String: Date] { tasks.withLock { $0 } }
}
