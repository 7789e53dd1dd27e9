import Foundation
import Logging
import TaskQueue

/// What a worker does when it is told something by remote control, and what it answers.
struct ControlPanel: Sendable {
    let queue: CeleryTaskQueue

    private var hub: Hub { queue.hub }

    /// - Returns: nil where there is no answer.
    func answer(_ request: ControlRequest) async -> JSONValue? {
        do throws(TaskFailure) {
            return try await perform(request.method, Arguments(members: request.arguments))
        } catch {
            return ["error": .string(error.repr)]
        }
    }

    private func perform(_ method: String, _ arguments: Arguments) async throws(TaskFailure) -> JSONValue? {
        switch method {
        case "ping": return ["ok": "pong"]
        case "clock": return ["clock": .number(hub.clock.value)]
        case "hello": return hello(arguments)
        case "stats": return await statistics()
        case "report": return ["ok": .string("\(hub.identity.software) \(hub.identity.version), pid \(hub.identity.process)")]
        case "conf", "dump_conf": return configuration()
        case "active", "dump_active": return .array(await infos().active.map { $0.value(worker: hub.identity) })
        case "reserved", "dump_reserved": return .array(await infos().reserved.map { $0.value(worker: hub.identity) })
        case "scheduled", "dump_schedule": return .array(await infos().scheduled.map(scheduled))
        case "revoked", "dump_revoked": return .array(hub.revoked.all.keys.sorted().map(JSONValue.string))
        case "registered", "dump_tasks": return .array((hub.kinds ?? [:]).keys.sorted().map(JSONValue.string))
        case "query_task": return await query(try arguments.texts("ids"))
        case "active_queues": return .array(await consumed().map(queueDescription))
        case "enable_events":
            return ["ok": hub.events.enable(true) ? "task events enabled" : "task events already enabled"]
        case "disable_events":
            return ["ok": hub.events.enable(false) ? "task events disabled" : "task events already disabled"]
        case "heartbeat":
            await hub.events.send(queue.workerEvent("heartbeat"))
            return nil
        case "revoke": return await revoke(try arguments.texts("task_id"), terminate: arguments.flag("terminate"))
        case "terminate": return await revoke(try arguments.texts("task_id"), terminate: true)
        case "add_consumer": return try await addConsumer(try arguments.text("queue"))
        case "cancel_consumer": return await cancelConsumer(try arguments.text("queue"))
        case "pool_grow": return try await grow(by: try arguments.count("n"))
        case "pool_shrink": return try await shrink(by: try arguments.count("n"))
        case "shutdown":
            hub.log.notice("shutdown asked for by remote control")
            await hub.control?.requestShutdown()
            return nil
        case "election": return nil
        case "rate_limit", "time_limit", "autoscale", "pool_restart", "revoke_by_stamped_headers", "objgraph", "memsample", "memdump":
            return ["error": .string("\(method) is not offered by \(hub.identity.software)")]
        default: throw TaskFailure(type: "KeyError", message: method, module: "builtins")
        }
    }

    // MARK: What there is

    private func hello(_ arguments: Arguments) -> JSONValue? {
        guard arguments.members["from_node"]?.string != hub.identity.name else { return nil }
        if let revoked = arguments.members["revoked"]?.object { hub.revoked.insert(revoked.members.map(\.name)) }
        let ours = hub.revoked.all.map {
            JSONObject.Member(name: $0.key, value: [.number($0.value.timeIntervalSince1970), .string($0.key)])
        }
        return ["revoked": .object(JSONObject(ours)), "clock": .number(hub.clock.forward())]
    }

    private func infos() async -> (active: [TaskInfo], reserved: [TaskInfo], scheduled: [TaskInfo]) {
        var all: (active: [TaskInfo], reserved: [TaskInfo], scheduled: [TaskInfo]) = ([], [], [])
        for (_, lane) in queue.allLanes {
            let some = await lane.infos()
            all.active += some.active
            all.reserved += some.reserved
            all.scheduled += some.scheduled
        }
        return all
    }

    private func scheduled(_ info: TaskInfo) -> JSONValue {
        ["eta": .text(info.message.eta.map(Timestamp.text)), "priority": 6, "request": info.value(worker: hub.identity)]
    }

    private func query(_ ids: [String]) async -> JSONValue {
        let all = await infos()
        var found = JSONObject()
        for (state, infos) in [("active", all.active), ("reserved", all.reserved + all.scheduled)] {
            for info in infos where ids.contains(info.message.id) {
                found.append(info.message.id, [.string(state), info.value(worker: hub.identity)])
            }
        }
        return .object(found)
    }

    private func consumed() async -> [String] {
        var names: [String] = []
        for (name, lane) in queue.allLanes where await lane.isConsuming { names.append(name) }
        return names
    }

    private func statistics() async -> JSONValue {
        var prefetch = 0
        for (_, lane) in queue.allLanes { prefetch += await lane.pace.applied }
        let seconds = Double((ContinuousClock.now - hub.started).components.seconds)
        return WorkerStatistics(
            total: hub.totals, clock: hub.clock.value, seconds: seconds, widths: await hub.control?.widths() ?? [:], prefetch: prefetch,
            broker: hub.connection.address, heartbeat: hub.connection.address.heartbeat ?? 30
        ).value(worker: hub.identity)
    }

    private func configuration() -> JSONValue {
        [
            "accept_content": ["json"], "task_serializer": "json", "result_serializer": "json", "task_protocol": 2, "task_acks_late": true,
            "result_backend": "rpc:///", "enable_utc": true, "worker_send_task_events": .bool(hub.events.isEnabled),
        ]
    }
}

/// The arguments of a request, each of the type it must have.
private struct Arguments: Sendable {
    let members: JSONObject

    private func wrong(_ name: String, _ wanted: String) -> TaskFailure { .wrongArguments("'\(name)' must be \(wanted)") }

    /// As Python takes it: Flower sends a text.
    func flag(_ name: String) -> Bool {
        switch members[name] {
        case nil, .null, .bool(false), .string(""), .array([]): false
        case .number(let digits): Double(digits) != 0
        default: true
        }
    }

    func text(_ name: String) throws(TaskFailure) -> String {
        guard let text = members[name]?.string, Hub.isName(text) else { throw wrong(name, "a name") }
        return text
    }

    /// A text or a list of them.
    func texts(_ name: String) throws(TaskFailure) -> [String] {
        if let text = members[name]?.string { return [text] }
        guard let list = members[name]?.array else { throw wrong(name, "a text or a list of texts") }
        return list.compactMap(\.string)
    }

    func count(_ name: String) throws(TaskFailure) -> Int {
        switch members[name] {
        case nil, .null: return 1
        // Celery's command line may send a number as text.
        case let value?:
            guard let count = value.int ?? value.string.flatMap(Int.init), (1...1000).contains(count) else {
                throw wrong(name, "a number from 1 to 1000")
            }
            return count
        }
    }
}
