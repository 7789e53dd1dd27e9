import Foundation
import GRDB
import QueueContract
import SQLiteQueue
import SQLiteStore
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct MigrationTests {
    @Test("Tasks of a home that an earlier version left go on: waiting, delayed, running and dead ones")
    func fromBeforeTheHistory() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sqlite").path
        try Store.open(path: path).close()
        let now = Date().timeIntervalSince1970
        let base = try DatabaseQueue(path: path)
        try await base.write { db in
            // The table as the third migration made it.
            try db.execute(
                sql: """
                    DELETE FROM grdb_migrations WHERE identifier = '6 history of tasks';
                    DROP TABLE task; DROP TABLE paused_queue;
                    CREATE TABLE task (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, name TEXT NOT NULL, arguments TEXT NOT NULL,
                        key TEXT, state TEXT NOT NULL, not_before REAL, due REAL NOT NULL, attempt INTEGER NOT NULL DEFAULT 0,
                        worker TEXT, leased_until REAL, error TEXT, created REAL NOT NULL);
                    """)
            for (name, state, due, worker, error) in [
                ("waiting", "waiting", now, nil, nil), ("delayed", "waiting", now + 3600, nil, nil),
                ("running", "running", now, "up-1/q/0", nil), ("dead", "dead", now, nil, "why"),
            ] as [(String, String, Double, String?, String?)] {
                try db.execute(
                    sql: """
                        INSERT INTO task (queue, name, arguments, key, state, due, attempt, worker, leased_until, error, created) \
                        VALUES ('q', ?, '{"a":"1"}', ?, ?, ?, 1, ?, ?, ?, ?)
                        """,
                    arguments: [name, name, state, due, worker, worker == nil ? nil : now + 60, error, now])
            }
        }
        try base.close()

        let queue = SQLiteTaskQueue(store: try Store.open(path: path))
        #expect(try await queue.counts().map(\.numbers) == [QueueCounts(queue: "q", waiting: 2, running: 1, dead: 1)])
        #expect(try await queue.tasks(TaskFilter(state: .dead)).map(\.error) == ["why"])
        var names: Set<String> = []
        while let task = try await queue.lease(from: "q", worker: "w", seconds: 60) {
            #expect(task.request.arguments == ["a": "1"] && task.attempt == 2)
            names.insert(task.request.name)
        }
        #expect(names == ["waiting", "running"])
    }
}
