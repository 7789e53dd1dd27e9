import Foundation
import GRDB
import TaskQueue

/// The statements on table `task`.
enum TaskSQL {
    static let insert = """
        INSERT INTO task (queue, name, arguments, key, state, not_before, due, created) \
        VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?) \
        ON CONFLICT (queue, key) WHERE state = 'waiting' AND key IS NOT NULL DO NOTHING
        """

    /// Whether the queue has a due task, or any lease is over.
    static let anythingDue = """
        SELECT EXISTS (SELECT 1 FROM task WHERE queue = ? AND state = 'waiting' AND due <= ?) \
        OR EXISTS (SELECT 1 FROM task WHERE state = 'running' AND leased_until < ?)
        """

    static let lease = """
        UPDATE task SET state = 'running', worker = ?, leased_until = ?, attempt = attempt + 1 WHERE id = \
        (SELECT id FROM task WHERE queue = ? AND state = 'waiting' AND due <= ? ORDER BY due, id LIMIT 1) \
        RETURNING id, queue, name, arguments, key, not_before, attempt
        """

    static let dropTwin = """
        DELETE FROM task WHERE id = ?1 AND EXISTS (SELECT 1 FROM task AS twin WHERE twin.queue = task.queue \
        AND twin.key = task.key AND twin.state = 'waiting')
        """

    static let giveBack = """
        UPDATE task SET state = 'waiting', worker = NULL, leased_until = NULL, attempt = max(0, attempt - ?) WHERE id = ?
        """

    static let counts = """
        SELECT queue, sum(state = 'waiting'), sum(state = 'running'), sum(state = 'dead') \
        FROM task GROUP BY queue ORDER BY queue
        """

    /// True of the row while it is the worker's: a lease that ran out and was given anew has another attempt or worker.
    static let held = "id = ? AND state = 'running' AND worker = ? AND attempt = ?"

    static func holder(_ task: LeasedTask) -> StatementArguments { [task.id, task.worker, task.attempt] }

    static func json(_ arguments: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(arguments), as: UTF8.self)
    }

    static func task(_ row: Row, worker: String) throws -> LeasedTask {
        let arguments: String = row[3]
        let notBefore: Double? = row[5]
        let request = TaskRequest(
            queue: row[1], name: row[2],
            arguments: try JSONDecoder().decode([String: String].self, from: Data(arguments.utf8)),
            key: row[4], notBefore: notBefore.map { Date(timeIntervalSince1970: $0) })
        return LeasedTask(id: row[0], request: request, attempt: row[6], worker: worker)
    }
}
