import CeleryQueue

/// Messages as Celery 5.4 sent them.
enum Recorded {
    static let id = "0697d50d-a1a4-482a-8c36-9524810f5dd3"

    static func task(
        _ name: String = "astro_tasks.tasks.ping", kwargsrepr: String = "{'name': 'nico'}", eta: AMQPValue = nil
    ) -> MessageProperties {
        MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8",
            headers: [
                "lang": "py", "task": .string(name), "id": .string(id), "shadow": nil, "eta": eta, "expires": nil, "group": nil,
                "group_index": nil, "retries": 0, "timelimit": [nil, nil], "root_id": .string(id), "parent_id": nil, "argsrepr": "()",
                "kwargsrepr": .string(kwargsrepr), "origin": "gen5081@vm", "ignore_result": false, "replaced_task_nesting": 0,
                "stamped_headers": nil, "stamps": [:],
            ], deliveryMode: 2, priority: 0, correlationID: id, replyTo: "220e5656-e556-322f-8181-a533ff110c78")
    }

    static let body = Array(#"[[], {"name": "nico"}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]"#.utf8)
}
