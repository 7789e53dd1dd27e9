public import Foundation
import GRDB
import SQLiteStore
import TaskQueue

extension SQLiteTaskQueue {
    /// How long tasks that ended are kept, in seconds.
    public struct Keeping: Sendable, Hashable {
        public var all: TimeInterval
        /// Tasks with a key that were done and had no result to tell: what runs by the clock, many times an hour.
        public var routine: TimeInterval

        public init(all: TimeInterval = 30 * 86_400, routine: TimeInterval = 2 * 86_400) {
            self.all = all
            self.routine = routine
        }
    }

    /// Sets waiting tasks that are too late expired, and forgets those that ended long ago, some at a time, so that nobody
    /// waits for it.
    ///
    /// - Returns: how many were forgotten.
    @discardableResult
    public func prune(_ keeping: Keeping = Keeping()) async throws -> Int {
        while try await piece(
            """
            UPDATE task SET state = 'expired', ended = ?1, error = 'not begun in time', due = NULL, due_boot = NULL, boot = NULL \
            WHERE seq IN (SELECT seq FROM task WHERE state = 'waiting' AND expires IS NOT NULL AND expires <= ?1 LIMIT 500)
            """, before: 0) > 0
        {}
        var count = 0
        for (condition, age) in [("", keeping.all), (" AND state = 'done' AND key IS NOT NULL AND result IS NULL", keeping.routine)] {
            while true {
                let forgotten = try await piece(
                    "DELETE FROM task WHERE seq IN (SELECT seq FROM task WHERE ended IS NOT NULL AND ended < ?1\(condition) LIMIT 500)",
                    before: age)
                guard forgotten > 0 else { break }
                count += forgotten
            }
        }
        return count
    }

    private func piece(_ sql: String, before age: TimeInterval) async throws -> Int {
        try Task.checkCancellation()
        return try await store.writeLightly { db in
            try db.execute(sql: sql, arguments: [clock.now().timeIntervalSince1970 - age])
            return db.changesCount
        }
    }
}
