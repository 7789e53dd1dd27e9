public import Foundation
import GRDB
public import SQLiteStore
public import TaskQueue

/// Queues in the house's database. Workers of other processes on the same file may take tasks from them too.
public struct SQLiteTaskQueue: TaskQueue.Queue {
    private let store: Store
    private let wakes = Multicast<Void>()

    public init(store: Store) {
        self.store = store
    }

    public func enqueue(_ requests: [TaskRequest]) async throws {
        guard !requests.isEmpty else { return }
        try await store.write { db in
            let now = Date().timeIntervalSince1970
            let statement = try db.cachedStatement(sql: TaskSQL.insert)
            for request in requests {
                let notBefore = request.notBefore?.timeIntervalSince1970
                try statement.execute(arguments: [
                    request.queue, request.name, try TaskSQL.json(request.arguments), request.key, notBefore,
                    max(now, notBefore ?? now), now,
                ])
            }
            wake(db)
        }
    }

    public func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask? {
        let now = Date().timeIntervalSince1970
        // Looked up without the write lock first: an idle worker asks often and disturbs nobody.
        let isWorth = try await store.read { db in
            try Bool.fetchOne(db.cachedStatement(sql: TaskSQL.anythingDue), arguments: [queue, now, now]) ?? false
        }
        guard isWorth else { return nil }
        return try await store.write { db in
            try giveBack(db, where: "leased_until < ?", [now], counted: true)
            guard
                let row = try Row.fetchOne(
                    db.cachedStatement(sql: TaskSQL.lease), arguments: [worker, now + seconds, queue, now])
            else { return nil }
            return try TaskSQL.task(row, worker: worker)
        }
    }

    public func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool {
        try await change(task, "UPDATE task SET leased_until = ? WHERE ", [Date().timeIntervalSince1970 + seconds]) > 0
    }

    public func complete(_ task: LeasedTask) async throws {
        _ = try await change(task, "DELETE FROM task WHERE ", [])
    }

    public func fail(_ task: LeasedTask, error: String, retryAt: Date?) async throws {
        try await store.write { db in
            guard let retryAt else {
                try db.execute(
                    sql: "UPDATE task SET state = 'dead', worker = NULL, leased_until = NULL, error = ? WHERE " + TaskSQL.held,
                    arguments: [error] + TaskSQL.holder(task))
                return
            }
            try db.execute(
                sql: "UPDATE task SET error = ?, due = ? WHERE " + TaskSQL.held,
                arguments: [error, retryAt.timeIntervalSince1970] + TaskSQL.holder(task))
            try giveBack(db, where: TaskSQL.held, TaskSQL.holder(task), counted: true)
            wake(db)
        }
    }

    public func handBack(_ task: LeasedTask) async throws {
        try await store.write { db in
            try giveBack(db, where: TaskSQL.held, TaskSQL.holder(task), counted: false)
            wake(db)
        }
    }

    public func release(workersBeginningWith prefix: String) async throws {
        try await store.write { db in
            try giveBack(db, where: "substr(worker, 1, length(?)) = ?", [prefix, prefix], counted: false)
            wake(db)
        }
    }

    public func counts() async throws -> [QueueCounts] {
        try await store.read { db in
            try Row.fetchAll(db, sql: TaskSQL.counts).map {
                QueueCounts(queue: $0[0], waiting: $0[1], running: $0[2], dead: $0[3])
            }
        }
    }

    /// Wakes for what is done through this instance; a task that becomes due by the clock, and what other processes
    /// add, is found by asking from time to time.
    public func wakeUps() -> AsyncStream<Void> {
        wakes.stream(buffer: 1)
    }

    /// Running tasks wait again. One whose key waits already is dropped: the waiting one does the same work.
    private func giveBack(
        _ db: Database, where condition: String, _ arguments: StatementArguments, counted: Bool
    ) throws {
        let ids = try Int64.fetchAll(
            db, sql: "SELECT id FROM task WHERE state = 'running' AND \(condition) ORDER BY id", arguments: arguments)
        for id in ids {
            try db.cachedStatement(sql: TaskSQL.dropTwin).execute(arguments: [id])
            try db.cachedStatement(sql: TaskSQL.giveBack).execute(arguments: [counted ? 0 : 1, id])
        }
    }

    private func change(_ task: LeasedTask, _ sql: String, _ arguments: StatementArguments) async throws -> Int {
        try await store.write { db in
            try db.cachedStatement(sql: sql + TaskSQL.held).execute(arguments: arguments + TaskSQL.holder(task))
            return db.changesCount
        }
    }

    private func wake(_ db: Database) {
        db.afterNextTransaction { _ in wakes.send(()) }
    }
}
