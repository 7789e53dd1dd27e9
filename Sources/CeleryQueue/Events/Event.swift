package import Foundation

/// What workers tell about themselves and their tasks on the exchange `celeryev`.
package struct Event: Sendable, Hashable {
    /// `worker-heartbeat`, `task-started`, …
    package var type: String
    package var fields: JSONObject
    package var time: Date

    package static let exchange = "celeryev"

    private init(_ type: String, time: Date, _ fields: [(String, JSONValue)]) {
        self.type = type
        self.time = time
        self.fields = JSONObject(fields.map { JSONObject.Member(name: $0.0, value: $0.1) })
    }

    /// `task` or `worker`.
    package var group: Substring { type.prefix { $0 != "-" } }

    /// The whole event, with its sender and its place in the order of events.
    package func value(from worker: WorkerIdentity, clock: Int) -> JSONValue {
        var object = JSONObject()
        object.append("hostname", .string(worker.name))
        object.append("utcoffset", .number(-TimeZone.current.secondsFromGMT(for: time) / 3600))
        object.append("pid", .number(Int(worker.process)))
        object.append("clock", .number(clock))
        object.members += fields.members
        object.append("timestamp", .number(time.timeIntervalSince1970))
        object.append("type", .string(type))
        return .object(object)
    }

    /// Events of tasks as one message, one of a worker as a message of its own.
    package static func message(_ values: [JSONValue], routingKey: String, from worker: WorkerIdentity) -> OutgoingMessage {
        let body = routingKey.hasSuffix(".multi") ? JSONValue.array(values) : values.first ?? .null
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8", headers: ["hostname": .string(worker.name)], deliveryMode: 1,
            priority: 0)
        return OutgoingMessage(exchange: exchange, routingKey: routingKey, properties: properties, body: body.bytes)
    }
}

extension Event {
    /// - Parameters:
    ///   - kind: `online`, `heartbeat` or `offline`.
    ///   - every: seconds from one heartbeat to the next.
    package static func worker(
        _ kind: String, _ worker: WorkerIdentity, active: Int, processed: Int, every: Double, load: [Double], now: Date = Date()
    ) -> Event {
        Event(
            "worker-\(kind)", time: now,
            [
                ("freq", .number(every)), ("active", .number(active)), ("processed", .number(processed)),
                ("loadavg", .array(load.map { .number(($0 * 100).rounded() / 100) })), ("sw_ident", .string(worker.software)),
                ("sw_ver", .string(worker.version)), ("sw_sys", "Linux"),
            ])
    }

    package static func received(_ task: TaskMessage, now: Date = Date()) -> Event {
        Event(
            "task-received", time: now,
            [
                ("uuid", .string(task.id)), ("name", .string(task.name)), ("args", .string(task.argumentsRepr)),
                ("kwargs", .string(task.keywordsRepr)), ("root_id", .text(task.rootID)), ("parent_id", .text(task.parentID)),
                ("retries", .number(task.retries)), ("eta", .text(task.eta.map(Timestamp.text))),
                ("expires", .text(task.expires.map(Timestamp.text))),
            ])
    }

    package static func started(_ id: String, now: Date = Date()) -> Event {
        Event("task-started", time: now, [("uuid", .string(id))])
    }

    package static func succeeded(_ id: String, result: String?, seconds: Double, now: Date = Date()) -> Event {
        Event(
            "task-succeeded", time: now,
            [("uuid", .string(id)), ("result", .string(PythonRepr.safe(.text(result)))), ("runtime", .number(seconds))])
    }

    package static func failed(_ id: String, _ failure: TaskFailure, now: Date = Date()) -> Event {
        unsuccessful("task-failed", id, failure, now)
    }

    package static func retried(_ id: String, _ failure: TaskFailure, now: Date = Date()) -> Event {
        unsuccessful("task-retried", id, failure, now)
    }

    private static func unsuccessful(_ type: String, _ id: String, _ failure: TaskFailure, _ now: Date) -> Event {
        Event(
            type, time: now,
            [
                ("uuid", .string(id)), ("exception", .string(failure.repr)),
                ("traceback", .string("\(failure.type): \(failure.message)")),
            ])
    }

    package static func revoked(_ id: String, terminated: Bool, expired: Bool, now: Date = Date()) -> Event {
        Event(
            "task-revoked", time: now,
            [
                ("uuid", .string(id)), ("terminated", .bool(terminated)), ("signum", terminated ? 15 : nil), ("expired", .bool(expired)),
            ])
    }
}
