public import Foundation
import GRDB
public import SQLiteStore
import Synchronization
public import TaskQueue

/// Queues in the house's database. Workers of other processes on the same file may take tasks from them too.
///
/// A request is on the disk when `enqueue` returns. What becomes of it afterwards outlives a killed process, but a power cut
/// may undo the last moments: a task then runs once more, as it may at any time.
public struct SQLiteTaskQueue: QueueAdministration {
    let store: Store
    let clock: QueueClock
    let wakes = Multicast<Void>()
    let news = Multicast<TaskEvent>()
    let cancels = Multicast<String>()
    /// Queues that had a task at the last look: the next look does not ask first.
    private let busy = Busy()
    private let sweeps = Sweeps()

    /// After so many workers that vanished with a task in hand it is set dead.
    public static let mostLosses = 3
    /// Errors are kept up to this many characters.
    static let longestError = 8000

    public init(store: Store, clock: QueueClock = .system) {
        self.store = store
        self.clock = clock
    }

    /// - Throws: `TaskQueueError` for a request that no queue could take; then none of the requests is added.
    @discardableResult
    public func enqueue(_ requests: [TaskRequest]) async throws -> [String] {
        guard !requests.isEmpty else { return [] }
        for request in requests { try request.check() }
        return try await store.write { db in
            let now = Moment(clock)
            let insert = try db.cachedStatement(sql: TaskSQL.insert)
            return try requests.map { request in
                let due = request.notBefore.flatMap { $0 > now.date ? now.due($0) : nil }
                try insert.execute(arguments: [
                    request.id, request.queue, request.name, try TaskSQL.json(request.arguments), request.key, request.priority,
                    request.notBefore?.timeIntervalSince1970, request.expires?.timeIntervalSince1970,
                    due?.wall, due?.boot, due == nil ? nil : clock.boot, now.wall,
                ])
                guard db.changesCount == 0 else {
                    tell(db, request, .waiting, attempt: 0, now)
                    return request.id
                }
                let waiting = try db.cachedStatement(sql: TaskSQL.waitingOfKey)
                return try String.fetchOne(waiting, arguments: [request.queue, request.key]) ?? request.id
            }
        }
    }

    public func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask? {
        if !busy.contains(queue) {
            // Looked up without the write lock first: an idle worker asks often and disturbs nobody.
            let now = Moment(clock)
            let isWorth = try await store.read { db in
                try Bool.fetchOne(
                    db.cachedStatement(sql: TaskSQL.anythingToDo), arguments: [queue, now.wall, now.sinceBoot, clock.boot]) ?? false
            }
            guard isWorth else { return nil }
        }
        let task = try await store.writeLightly { db -> LeasedTask? in
            let now = Moment(clock)
            // What the clock has done is looked at now and then, and before it is said that there is nothing to do.
            if !sweeps.isDue(now.sinceBoot), let task = try begin(db, queue, worker, seconds, now) { return task }
            try takeFromTheLost(db, "\(TaskSQL.leaseIsOver)", [nil, nil, now.sinceBoot, clock.boot], isCounted: true, now)
            try promote(db, now)
            return try begin(db, queue, worker, seconds, now)
        }
        busy.set(queue, task != nil)
        return task
    }

    public func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool {
        try await store.writeLightly { db in
            try db.cachedStatement(sql: TaskSQL.extend + TaskSQL.held)
                .execute(arguments: [clock.sinceBoot() + seconds, clock.boot] + TaskSQL.holder(task))
            return db.changesCount > 0
        }
    }

    public func counts() async throws -> [QueueCounts] {
        try await store.read { db in
            try Row.fetchAll(db, sql: TaskSQL.counts).map {
                QueueCounts(queue: $0[0], waiting: $0[1], running: $0[2], dead: $0[3], oldestWaiting: TaskSQL.date($0[4]))
            }
        }
    }

    /// Wakes for what is done through this instance; a task that becomes due by the clock, and what other processes
    /// add, is found by asking from time to time.
    public func wakeUps() -> AsyncStream<Void> {
        wakes.stream(buffer: 1)
    }

    /// What becomes of tasks through this instance, from now on; a listener that is late loses the oldest.
    public func events() -> AsyncStream<TaskEvent> {
        news.stream(buffer: 1000)
    }

    private func promote(_ db: Database, _ now: Moment) throws {
        try db.cachedStatement(sql: TaskSQL.promoteByWall).execute(arguments: [now.wall])
        var count = db.changesCount
        try db.cachedStatement(sql: TaskSQL.promoteByBoot).execute(arguments: [clock.boot, now.sinceBoot])
        count += db.changesCount
        // They may belong to other queues than the one that is looked at.
        if count > 0 { wake(db) }
    }

    private func begin(
        _ db: Database, _ queue: String, _ worker: String, _ seconds: TimeInterval, _ now: Moment
    ) throws -> LeasedTask? {
        let next = try db.cachedStatement(sql: TaskSQL.next)
        while let row = try Row.fetchOne(next, arguments: [queue]) {
            let seq: Int64 = row["seq"]
            let request = try TaskRequest(row)
            let attempt: Int = row["attempt"]
            if let expires = request.expires, expires <= now.date {
                try db.cachedStatement(sql: TaskSQL.expire).execute(arguments: [now.wall, seq])
                tell(db, request, .expired, attempt: attempt, now)
                continue
            }
            try db.cachedStatement(sql: TaskSQL.begin)
                .execute(arguments: [worker, now.sinceBoot + seconds, clock.boot, now.wall, seq])
            tell(db, request, .running, attempt: attempt + 1, now)
            return LeasedTask(id: request.id, request: request, attempt: attempt + 1, worker: worker)
        }
        return nil
    }

    func wake(_ db: Database) {
        db.afterNextTransaction { _ in wakes.send(()) }
    }

    /// Tells listeners, and workers when a task waits, once the change is committed.
    func tell(_ db: Database, _ request: TaskRequest, _ state: TaskState, attempt: Int, _ now: Moment) {
        if state == .waiting { wake(db) }
        guard news.isHeard else { return }
        let event = TaskEvent(
            id: request.id, queue: request.queue, name: request.name, state: state, attempt: attempt, at: now.date)
        db.afterNextTransaction { _ in news.send(event) }
    }
}

/// Which queues had a task at the last look.
private final class Busy: Sendable {
    private let queues = Mutex<Set<String>>([])

    func contains(_ queue: String) -> Bool { queues.withLock { $0.contains(queue) } }

    func set(_ queue: String, _ isBusy: Bool) {
        queues.withLock { if isBusy { $0.insert(queue) } else { $0.remove(queue) } }
    }
}

/// When leases and delays were last looked at.
private final class Sweeps: Sendable {
    private static let seconds = 0.1
    private let last = Mutex(-Double.infinity)

    func isDue(_ now: Double) -> Bool {
        last.withLock { last in
            // The clock of another boot begins anew.
            guard now < last || now >= last + Self.seconds else { return false }
            last = now
            return true
        }
    }
}
