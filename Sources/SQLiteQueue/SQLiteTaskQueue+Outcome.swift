public import Foundation
import GRDB
import SQLiteStore
public import TaskQueue

extension SQLiteTaskQueue {
    public func complete(_ task: LeasedTask, result: String?) async throws {
        try await store.writeLightly { db in
            let now = Moment(clock)
            try db.cachedStatement(sql: TaskSQL.complete + TaskSQL.held)
                .execute(arguments: [now.wall, result] + TaskSQL.holder(task))
            if db.changesCount > 0 { tell(db, task.request, .done, attempt: task.attempt, now) }
        }
    }

    public func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async throws {
        let words = String("\(error)".prefix(Self.longestError))
        let now = Moment(clock)
        try await store.writeLightly { db in
            guard let held = try Held.fetch(db, TaskSQL.held, TaskSQL.holder(task)).first else { return }
            if held.isToCancel || error is TaskCancelled {
                try end(db, held, .cancelled, error: words, now)
            } else if let retryAt {
                let due = retryAt > now.date ? now.due(retryAt) : nil
                try waitAgain(db, held, due: due, attempts: 0, losses: 0, error: words, now)
            } else {
                try end(db, held, .dead, error: words, now)
            }
        }
    }

    public func handBack(_ task: LeasedTask) async throws {
        try await store.writeLightly { db in
            let now = Moment(clock)
            for held in try Held.fetch(db, TaskSQL.held, TaskSQL.holder(task)) {
                if held.isToCancel {
                    try end(db, held, .cancelled, error: "\(TaskCancelled())", now)
                } else {
                    try waitAgain(db, held, due: nil, attempts: 1, losses: 0, error: nil, now)
                }
            }
        }
    }

    public func release(workersBeginningWith prefix: String) async throws {
        try await store.writeLightly { db in
            try takeFromTheLost(
                db, "substr(worker, 1, length(?1)) = ?1", [prefix], isCounted: false, Moment(clock))
        }
    }

    /// Tasks in the hands of workers that vanished wait again, or are dead when that has happened too often.
    ///
    /// - Parameter isCounted: whether the beginning counts as a try.
    func takeFromTheLost(
        _ db: Database, _ condition: String, _ arguments: StatementArguments, isCounted: Bool, _ now: Moment
    ) throws {
        for held in try Held.fetch(db, "state = 'running' AND \(condition)", arguments) {
            if held.isToCancel {
                try end(db, held, .cancelled, error: "\(TaskCancelled())", now)
            } else if held.losses + 1 >= Self.mostLosses {
                let error = "given up: \(held.losses + 1) workers vanished while they ran it, the last one \(held.worker)"
                try end(db, held, .dead, error: error, now)
            } else {
                let error = "its worker \(held.worker) vanished"
                try waitAgain(db, held, due: nil, attempts: isCounted ? 0 : 1, losses: 1, error: error, now)
            }
        }
    }

    /// - Parameter attempts: how many beginnings are forgotten.
    private func waitAgain(
        _ db: Database, _ held: Held, due: (wall: Double, boot: Double)?, attempts: Int, losses: Int, error: String?, _ now: Moment
    ) throws {
        if let twin = try Int64.fetchOne(db.cachedStatement(sql: TaskSQL.twin), arguments: [held.seq]) {
            // The one that waits does the same work, and inherits what is held against it.
            try db.execute(
                sql: "UPDATE task SET losses = max(losses, ?) WHERE seq = ?", arguments: [held.losses + losses, twin])
            let reason = (error.map { $0 + "; " } ?? "") + "left to the task of the same key that waits"
            return try end(db, held, .cancelled, error: reason, now)
        }
        try db.cachedStatement(sql: TaskSQL.waitAgain).execute(
            arguments: [attempts, losses, due?.wall, due?.boot, due == nil ? nil : clock.boot, error, held.seq])
        tell(db, held.request, .waiting, attempt: held.attempt - attempts, now)
    }

    func end(_ db: Database, _ held: Held, _ state: TaskState, error: String?, _ now: Moment) throws {
        try db.cachedStatement(sql: TaskSQL.end).execute(arguments: [state.rawValue, now.wall, error, held.seq])
        tell(db, held.request, state, attempt: held.attempt, now)
    }
}

/// A row of the table, as far as it matters to what becomes of it.
struct Held {
    let seq: Int64
    let request: TaskRequest
    let state: String
    let attempt: Int
    let losses: Int
    let worker: String
    let isToCancel: Bool

    static func fetch(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws -> [Held] {
        // The plus keeps SQLite from walking the whole table in the order of `seq` instead of using an index on the condition.
        let statement = try db.cachedStatement(sql: "SELECT * FROM task WHERE \(condition) ORDER BY +seq")
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            Held(
                seq: row["seq"], request: try TaskRequest(row), state: row["state"], attempt: row["attempt"],
                losses: row["losses"], worker: row["worker"] ?? "", isToCancel: row["to_cancel"])
        }
    }
}
