import Foundation
import GRDB
import TaskQueue

extension TaskRequest {
    init(_ row: Row) throws {
        self.init(
            id: row["id"], queue: row["queue"], name: row["name"], arguments: try TaskSQL.arguments(row["arguments"]),
            key: row["key"], notBefore: TaskSQL.date(row["not_before"]), expires: TaskSQL.date(row["expires"]),
            priority: row["priority"])
    }
}

extension TaskRecord {
    init(_ row: Row) throws {
        let request = try TaskRequest(row)
        let state: String = row["state"]
        self.init(
            id: request.id, queue: request.queue, name: request.name, arguments: request.arguments, key: request.key,
            priority: request.priority, state: TaskState(rawValue: state) ?? .dead, attempt: row["attempt"],
            worker: row["worker"], created: Date(timeIntervalSince1970: row["created"]),
            due: TaskSQL.date(row["due"]) ?? request.notBefore, started: TaskSQL.date(row["started"]),
            ended: TaskSQL.date(row["ended"]), result: row["result"], error: row["error"])
    }
}
