package import Foundation

/// A task as `celery inspect active` and its like show it.
package struct TaskInfo: Sendable {
    package var message: TaskMessage
    package var queue: String
    package var redelivered: Bool
    package var started: Date?

    package init(message: TaskMessage, queue: String, redelivered: Bool, started: Date?) {
        self.message = message
        self.queue = queue
        self.redelivered = redelivered
        self.started = started
    }

    package func value(worker: WorkerIdentity) -> JSONValue {
        [
            "id": .string(message.id), "name": .string(message.name), "args": .array(message.arguments),
            "kwargs": .object(message.keywords), "type": .string(message.name), "hostname": .string(worker.name),
            "time_start": started.map { .number($0.timeIntervalSince1970) } ?? .null, "acknowledged": false,
            "delivery_info": [
                "exchange": "", "routing_key": .string(queue), "priority": .number(message.priority), "redelivered": .bool(redelivered),
            ],
            "worker_pid": started == nil ? .null : .number(Int(worker.process)),
        ]
    }
}

/// What `celery inspect stats` asks for.
package struct WorkerStatistics: Sendable {
    package var total: [String: Int]
    package var clock: Int
    package var seconds: Double
    package var widths: [String: Int]
    package var prefetch: Int
    package var broker: BrokerAddress
    package var heartbeat: Int

    package init(
        total: [String: Int], clock: Int, seconds: Double, widths: [String: Int], prefetch: Int, broker: BrokerAddress, heartbeat: Int
    ) {
        self.total = total
        self.clock = clock
        self.seconds = seconds
        self.widths = widths
        self.prefetch = prefetch
        self.broker = broker
        self.heartbeat = heartbeat
    }

    package func value(worker: WorkerIdentity) -> JSONValue {
        let width = widths.values.reduce(0, +)
        return [
            "total": .object(JSONObject(total.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .number($0.value)) })),
            "pid": .number(Int(worker.process)), "clock": .string(String(clock)), "uptime": .number(Int(seconds)),
            "pool": [
                "implementation": "astrobase:slots", "max-concurrency": .number(width), "processes": [.number(Int(worker.process))],
                "max-tasks-per-child": nil, "put-guarded-by-semaphore": false, "timeouts": [],
                "queues": .object(JSONObject(widths.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .number($0.value)) })),
            ],
            "broker": [
                "hostname": .string(broker.host), "userid": .string(broker.user), "virtual_host": .string(broker.virtualHost),
                "port": .number(broker.port), "insist": false, "ssl": .bool(broker.tls != nil), "transport": "amqp",
                "connect_timeout": .number(Int(broker.connectTimeout)), "transport_options": [:], "login_method": "PLAIN",
                "uri_prefix": nil, "heartbeat": .number(heartbeat), "failover_strategy": "round-robin", "alternates": [],
            ],
            "prefetch_count": .number(prefetch), "rusage": Self.usage(),
        ]
    }

    /// Kilobytes. The kernel's `ru_maxrss` counts the program that started this one too, when it was larger.
    private static func largestResident() -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return nil }
        return Int(line.filter(\.isNumber))
    }

    private static func usage() -> JSONValue {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> JSONValue { .number(Double(time.tv_sec) + Double(time.tv_usec) / 1e6) }
        return [
            "utime": seconds(usage.ru_utime), "stime": seconds(usage.ru_stime), "maxrss": .number(largestResident() ?? usage.ru_maxrss),
            "ixrss": .number(usage.ru_ixrss), "idrss": .number(usage.ru_idrss), "isrss": .number(usage.ru_isrss),
            "minflt": .number(usage.ru_minflt), "majflt": .number(usage.ru_majflt), "nswap": .number(usage.ru_nswap),
            "inblock": .number(usage.ru_inblock), "oublock": .number(usage.ru_oublock), "msgsnd": .number(usage.ru_msgsnd),
            "msgrcv": .number(usage.ru_msgrcv), "nsignals": .number(usage.ru_nsignals), "nvcsw": .number(usage.ru_nvcsw),
            "nivcsw": .number(usage.ru_nivcsw),
        ]
    }
}

/// A queue as `celery inspect active_queues` shows it: as Celery declares it.
package func queueDescription(_ name: String) -> JSONValue {
    [
        "name": .string(name),
        "exchange": [
            "name": .string(name), "type": "direct", "arguments": nil, "durable": true, "passive": false, "auto_delete": false,
            "delivery_mode": nil, "no_declare": false,
        ],
        "routing_key": .string(name), "queue_arguments": nil, "binding_arguments": nil, "consumer_arguments": nil, "durable": true,
        "exclusive": false, "auto_delete": false, "no_ack": false, "alias": nil, "bindings": [], "no_declare": nil, "expires": nil,
        "message_ttl": nil, "max_length": nil, "max_length_bytes": nil, "max_priority": nil,
    ]
}
