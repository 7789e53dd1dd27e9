public import Foundation
import GRDB
import SQLiteStore
public import TaskQueue

extension SQLiteTaskQueue {
    public func tasks(_ filter: TaskFilter) async throws -> [TaskRecord] {
        try await store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task WHERE (?1 IS NULL OR queue = ?1) AND (?2 IS NULL OR state = ?2) \
                    AND (?3 IS NULL OR name = ?3) ORDER BY seq DESC LIMIT ?4
                    """,
                arguments: [filter.queue, filter.state?.rawValue, filter.name, max(0, filter.limit)]
            ).map { try TaskRecord($0) }
        }
    }

    public func task(_ id: String) async throws -> TaskRecord? {
        try await store.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM task WHERE id = ?", arguments: [id]).map { try TaskRecord($0) }
        }
    }

    public func cancel(_ id: String) async throws -> Bool {
        try await store.write { db in
            guard let held = try Held.fetch(db, "id = ? AND state IN ('waiting', 'running')", [id]).first else { return false }
            guard held.state == TaskState.running.rawValue else {
                try end(db, held, .cancelled, error: "\(TaskCancelled())", Moment(clock))
                return true
            }
            try db.execute(sql: "UPDATE task SET to_cancel = 1 WHERE seq = ?", arguments: [held.seq])
            db.afterNextTransaction { _ in cancels.send(id) }
            return true
        }
    }

    /// - Throws: `TaskQueueError` when another task of the same key waits.
    public func retry(_ id: String) async throws -> Bool {
        try await store.write { db in
            guard let held = try Held.fetch(db, "id = ? AND state IN ('dead', 'cancelled')", [id]).first else { return false }
            if let twin = try Int64.fetchOne(db, sql: TaskSQL.twin, arguments: [held.seq]) {
                let other = try String.fetchOne(db, sql: "SELECT id FROM task WHERE seq = ?", arguments: [twin]) ?? ""
                throw TaskQueueError("The task \(id) is not tried again: \(other), which does the same work, waits.")
            }
            // Asked for again, it does not expire by what was said at the first time.
            try db.execute(
                sql: """
                    UPDATE task SET state = 'waiting', attempt = 0, losses = 0, to_cancel = 0, ended = NULL, expires = NULL, \
                    worker = NULL, started = NULL WHERE seq = ?
                    """, arguments: [held.seq])
            tell(db, held.request, .waiting, attempt: 0, Moment(clock))
            return true
        }
    }

    public func pause(_ queue: String) async throws {
        guard !queue.isEmpty else { throw TaskQueueError("A queue has a name.") }
        try await store.write {
            try $0.execute(sql: "INSERT INTO paused_queue VALUES (?) ON CONFLICT DO NOTHING", arguments: [queue])
        }
    }

    public func resume(_ queue: String) async throws {
        try await store.write { db in
            try db.execute(sql: "DELETE FROM paused_queue WHERE queue = ?", arguments: [queue])
            wake(db)
        }
    }

    public func pausedQueues() async throws -> Set<String> {
        try await store.read { Set(try String.fetchAll($0, sql: "SELECT queue FROM paused_queue")) }
    }

    public func wait(for id: String, seconds: TimeInterval) async throws -> TaskRecord? {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            // Listened to before looking, so that no end falls between the two. What other processes do is found by asking.
            let news = self.events()
            let record = try await task(id)
            if let record, record.state.isEnd { return record }
            let left = ContinuousClock.now.duration(to: end) / .seconds(1)
            guard record != nil, left > 0 else { return nil }
            try await Self.until(news, seconds: min(left, 0.2)) { $0.id == id && $0.state.isEnd }
        }
    }

    /// Cancellations through this instance at once, those by other processes within a second.
    public func cancellations() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1000))
        let here = cancels.stream(buffer: 1000)
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await id in here { continuation.yield(id) }
                }
                group.addTask {
                    while !Task.isCancelled {
                        let ids = try? await store.read {
                            try String.fetchAll($0, sql: "SELECT id FROM task WHERE state = 'running' AND to_cancel = 1")
                        }
                        for id in ids ?? [] { continuation.yield(id) }
                        try? await Task.sleep(for: .seconds(1))
                    }
                }
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return stream
    }

    /// Returns at an element that fits, or after `seconds`.
    private static func until<Element: Sendable>(
        _ stream: AsyncStream<Element>, seconds: TimeInterval, _ fits: @escaping @Sendable (Element) -> Bool
    ) async throws {
        try Task.checkCancellation()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await element in stream where fits(element) { break }
            }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }
}
