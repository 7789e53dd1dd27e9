package import Foundation
package import TaskQueue

extension TaskRequest {
    /// The request as a message that workers of Celery take, Python's and ours.
    ///
    /// - Parameters:
    ///   - origin: process and host of the sender, `pid@host`.
    ///   - replyTo: the queue for its result; nil: none is wanted.
    package func message(origin: String, replyTo: String?) -> OutgoingMessage {
        let arguments = JSONObject(arguments.sorted { $0.key < $1.key }.map { JSONObject.Member(name: $0.key, value: .string($0.value)) })
        let body: JSONValue = [
            [], .object(arguments), ["callbacks": nil, "errbacks": nil, "chain": nil, "chord": nil],
        ]
        var headers: [String: AMQPValue] = [
            "lang": "py", "task": .string(name), "id": .string(id), "shadow": nil,
            "eta": notBefore.map { .string(Timestamp.text($0)) } ?? nil, "expires": expires.map { .string(Timestamp.text($0)) } ?? nil,
            "group": nil, "group_index": nil, "retries": 0, "timelimit": [nil, nil], "root_id": .string(id), "parent_id": nil,
            "argsrepr": "()", "kwargsrepr": .string(PythonRepr.safe(.object(arguments))), "origin": .string(origin),
            "ignore_result": .bool(replyTo == nil), "replaced_task_nesting": 0, "stamped_headers": nil, "stamps": [:],
        ]
        if let key { headers[TaskMessage.Header.key] = .string(key) }
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8", headers: headers, deliveryMode: 2,
            priority: UInt8(clamping: max(0, priority)), correlationID: id, replyTo: replyTo)
        return OutgoingMessage(routingKey: queue, properties: properties, body: body.bytes, mandatory: true)
    }
}

/// A message that goes to a queue anew, its body as it came.
package enum Copies {
    /// For another try at `eta`.
    package static func retry(_ delivery: Delivery, queue: String, retries: Int, eta: Date) -> OutgoingMessage {
        copy(delivery.properties, delivery.body, to: queue) { headers in
            headers["retries"] = .int(Int64(retries))
            headers["eta"] = .string(Timestamp.text(eta))
            headers[TaskMessage.Header.deliveries] = nil
        }
    }

    /// At the end of its queue; with the number of deaths of workers that it is known to have seen.
    package static func again(_ delivery: Delivery, queue: String, deliveries: Int?) -> OutgoingMessage {
        copy(delivery.properties, delivery.body, to: queue) { headers in
            if let deliveries { headers[TaskMessage.Header.deliveries] = .int(Int64(deliveries)) }
        }
    }

    /// For the queue of dead messages, with the reason.
    package static func dead(_ delivery: Delivery, queue: String, reason: String, attempts: Int, now: Date) -> OutgoingMessage {
        copy(delivery.properties, delivery.body, to: deadQueue(queue)) { headers in
            headers[TaskMessage.Header.error] = .string(reason)
            headers[TaskMessage.Header.failedAt] = .string(Timestamp.text(now))
            headers[TaskMessage.Header.attempts] = .int(Int64(attempts))
            if let size = delivery.tooLarge { headers[TaskMessage.Header.bodyBytes] = .int(Int64(clamping: size)) }
        }
    }

    /// Back from the queue of dead messages, to be tried as if for the first time.
    package static func revived(_ delivery: Delivery, queue: String) -> OutgoingMessage {
        copy(delivery.properties, delivery.body, to: queue) { headers in
            headers["retries"] = 0
            headers["eta"] = .null
            headers["expires"] = .null
            for name in [
                TaskMessage.Header.error, TaskMessage.Header.failedAt, TaskMessage.Header.attempts, TaskMessage.Header.deliveries,
            ] { headers[name] = nil }
        }
    }

    package static func deadQueue(_ queue: String) -> String { queue + ".dead" }
    package static func pausedMarker(_ queue: String) -> String { queue + ".paused" }

    private static func copy(
        _ properties: MessageProperties, _ body: [UInt8], to queue: String, _ change: (inout [String: AMQPValue]) -> Void
    ) -> OutgoingMessage {
        var properties = properties
        change(&properties.headers)
        properties.deliveryMode = 2
        // The broker takes no other's name, and a time to live began when the message was first sent.
        properties.userID = nil
        properties.expiration = nil
        return OutgoingMessage(routingKey: queue, properties: properties, body: body, mandatory: true)
    }
}
