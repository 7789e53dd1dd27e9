import Foundation
import GRDB
import TaskQueue

/// The statements on table `task`.
enum TaskSQL {
    static let insert = """
        INSERT INTO task (id, queue, name, arguments, key, priority, state, not_before, expires, due, due_boot, boot, created) \
        VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """

    static let waitingOfKey = "SELECT id FROM task WHERE queue = ? AND key = ? AND state = 'waiting' AND key IS NOT NULL"

    /// Whether a look with the right to write is worth while: a task is ready and its queue not paused, a delayed one has
    /// become due, or a lease is over.
    static let anythingToDo = """
        SELECT EXISTS (SELECT 1 FROM task WHERE queue = ?1 AND state = 'waiting' AND due IS NULL \
        AND NOT EXISTS (SELECT 1 FROM paused_queue WHERE queue = ?1)) \
        OR EXISTS (SELECT 1 FROM task WHERE due IS NOT NULL AND due <= ?2) \
        OR EXISTS (SELECT 1 FROM task WHERE due_boot IS NOT NULL AND boot = ?4 AND due_boot <= ?3) \
        OR EXISTS (SELECT 1 FROM task WHERE state = 'running' AND \(leaseIsOver))
        """

    /// ?3: seconds since boot; ?4: the boot.
    static let leaseIsOver = "(leased_until < ?3 OR boot <> ?4)"

    /// Delayed tasks that have become due are ready from now on; some at a time, so that no look takes long.
    static let promoteByWall = """
        UPDATE task SET due = NULL, due_boot = NULL, boot = NULL WHERE seq IN \
        (SELECT seq FROM task WHERE due IS NOT NULL AND due <= ? ORDER BY due LIMIT 500)
        """
    static let promoteByBoot = """
        UPDATE task SET due = NULL, due_boot = NULL, boot = NULL WHERE seq IN \
        (SELECT seq FROM task WHERE due_boot IS NOT NULL AND boot = ? AND due_boot <= ? ORDER BY due_boot LIMIT 500)
        """

    static let next = """
        SELECT seq, id, queue, name, arguments, key, priority, not_before, expires, attempt FROM task \
        WHERE queue = ?1 AND state = 'waiting' AND due IS NULL \
        AND NOT EXISTS (SELECT 1 FROM paused_queue WHERE queue = ?1) ORDER BY priority DESC, seq LIMIT 1
        """

    static let expire = "UPDATE task SET state = 'expired', ended = ?, error = 'not begun in time' WHERE seq = ?"

    static let begin = """
        UPDATE task SET state = 'running', worker = ?, leased_until = ?, boot = ?, attempt = attempt + 1, started = ? \
        WHERE seq = ?
        """

    static let extend = "UPDATE task SET leased_until = ?, boot = ? WHERE "

    static let complete = """
        UPDATE task SET state = 'done', ended = ?, result = ?, error = NULL, leased_until = NULL, boot = NULL WHERE
        """ + " "

    static let end = """
        UPDATE task SET state = ?, ended = ?, error = ?, leased_until = NULL, boot = NULL, due = NULL, due_boot = NULL \
        WHERE seq = ?
        """

    static let waitAgain = """
        UPDATE task SET state = 'waiting', leased_until = NULL, attempt = max(0, attempt - ?), losses = losses + ?, \
        due = ?, due_boot = ?, boot = ?, error = coalesce(?, error) WHERE seq = ?
        """

    static let twin = """
        SELECT twin.seq FROM task JOIN task AS twin ON twin.queue = task.queue AND twin.key = task.key \
        WHERE task.seq = ? AND twin.state = 'waiting' AND twin.key IS NOT NULL AND twin.seq <> task.seq
        """

    /// By queue: how many tasks wait, run and are dead, and when the oldest that is ready was asked for.
    static let counts = """
        SELECT queue, waiting, running, dead, (SELECT created FROM task WHERE seq = oldest) FROM (\
        SELECT queue, sum(waiting) AS waiting, sum(running) AS running, sum(dead) AS dead, min(oldest) AS oldest FROM (\
        SELECT queue, count(*) AS waiting, 0 AS running, 0 AS dead, min(seq) AS oldest FROM task \
        WHERE state = 'waiting' AND due IS NULL GROUP BY queue \
        UNION ALL SELECT queue, count(*), 0, 0, NULL FROM task WHERE due IS NOT NULL GROUP BY queue \
        UNION ALL SELECT queue, 0, count(*), 0, NULL FROM task WHERE state = 'running' GROUP BY queue \
        UNION ALL SELECT queue, 0, 0, count(*), NULL FROM task WHERE state = 'dead' GROUP BY queue) GROUP BY queue) ORDER BY queue
        """

    /// True of the row while it is the worker's: a lease that ran out and was given anew has another attempt or worker.
    static let held = "id = ? AND state = 'running' AND worker = ? AND attempt = ?"

    static func holder(_ task: LeasedTask) -> StatementArguments { [task.id, task.worker, task.attempt] }

    static func json(_ arguments: [String: String]) throws -> String {
        if arguments.isEmpty { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(arguments), as: UTF8.self)
    }

    static func arguments(_ json: String) throws -> [String: String] {
        json == "{}" ? [:] : try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    }

    static func date(_ seconds: Double?) -> Date? { seconds.map { Date(timeIntervalSince1970: $0) } }
}
