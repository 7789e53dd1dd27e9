public import Foundation
public import TaskQueue

/// What a broker and the workers on it can tell: what waits at the broker itself has no list, only a length.
extension CeleryTaskQueue: QueueAdministration {
    private var caller: ControlCaller { ControlCaller(connection: hub.connection, clock: hub.clock) }

    /// What workers have in hand, and what is dead.
    public func tasks(_ filter: TaskFilter) async throws -> [TaskRecord] {
        var records: [TaskRecord] = []
        let matches: @Sendable (TaskRecord) -> Bool = { record in
            (filter.queue == nil || record.queue == filter.queue) && (filter.name == nil || record.name == filter.name)
                && (filter.state == nil || record.state == filter.state)
        }
        if filter.state == nil || filter.state == .running || filter.state == .waiting {
            records += try await fromWorkers().filter(matches)
        }
        if filter.state == nil || filter.state == .dead {
            for queue in filter.queue.map({ [$0] }) ?? knownQueues {
                records += try await DeadLetters(queue: queue, connection: hub.connection)
                    .records(limit: filter.limit - records.count, where: matches)
            }
        }
        return Array(records.prefix(max(0, filter.limit)))
    }

    public func task(_ id: String) async throws -> TaskRecord? {
        if let result = await results?.result(of: id, seconds: 0) { return record(result) }
        if let record = try await fromWorkers().first(where: { $0.id == id }) { return record }
        for queue in knownQueues {
            let dead = DeadLetters(queue: queue, connection: hub.connection)
            if let record = try await dead.records(limit: 1, where: { $0.id == id }).first { return record }
        }
        return nil
    }

    private func fromWorkers() async throws -> [TaskRecord] {
        async let active = caller.ask("active")
        async let reserved = caller.ask("reserved")
        async let scheduled = caller.ask("scheduled")
        var records: [TaskRecord] = []
        for (worker, infos) in try await active { records += Self.records(infos, worker: worker, .running) }
        for (worker, infos) in try await reserved { records += Self.records(infos, worker: worker, .waiting) }
        for (worker, infos) in try await scheduled {
            for entry in infos.array ?? [] {
                let due = entry.object?["eta"]?.string.flatMap(Timestamp.parse)
                records += Self.records([entry.object?["request"] ?? .null], worker: worker, .waiting, due: due)
            }
        }
        return records
    }

    private static func records(_ infos: JSONValue, worker: String, _ state: TaskState, due: Date? = nil) -> [TaskRecord] {
        (infos.array ?? []).compactMap { info in
            guard let info = info.object, let id = info["id"]?.string, let name = info["name"]?.string else { return nil }
            var arguments: [String: String] = [:]
            for (position, value) in (info["args"]?.array ?? []).enumerated() { arguments["\(position)"] = value.string ?? value.json }
            for member in info["kwargs"]?.object?.members ?? [] { arguments[member.name] = member.value.string ?? member.value.json }
            let started = info["time_start"]?.double.map { Date(timeIntervalSince1970: $0) }
            return TaskRecord(
                id: id, queue: info["delivery_info"]?.object?["routing_key"]?.string ?? "", name: name, arguments: arguments,
                priority: info["delivery_info"]?.object?["priority"]?.int ?? 0, state: state, worker: worker, created: started ?? Date(),
                due: due, started: started)
        }
    }

    private func record(_ result: ResultMessage) -> TaskRecord {
        let state: TaskState =
            switch result.status {
            case .success: .done
            case .revoked: result.error?.contains("expired") ?? false ? .expired : .cancelled
            default: .dead
            }
        return TaskRecord(
            id: result.taskID, queue: "", name: "", state: state, created: Date(), result: result.status == .success ? result.text : nil, error: result.error)
    }

    /// Tells every worker that the task is not to be begun, and to end it where it runs. Workers that start later do not know.
    ///
    /// - Returns: whether any worker was told.
    public func cancel(_ id: String) async throws -> Bool {
        var arguments = JSONObject()
        arguments.append("task_id", .string(id))
        arguments.append("terminate", true)
        arguments.append("signal", "SIGTERM")
        return try await !caller.ask("revoke", arguments).isEmpty
    }

    public func retry(_ id: String) async throws -> Bool {
        for queue in knownQueues where try await DeadLetters(queue: queue, connection: hub.connection).revive(id) { return true }
        return false
    }

    /// Every worker stops taking from the queue, those too that start while its marker, a queue of the name with `.paused`, is there.
    /// The marker holds the names of the workers that took from it, so that these take up again, and no others.
    public func pause(_ queue: String) async throws {
        let marker = Copies.pausedMarker(queue)
        try await hub.declarePlain(marker)
        await lane(queue).stop(paused: true)
        let takers = try await caller.ask("active_queues").filter { _, queues in
            queues.array?.contains { $0.object?["name"]?.string == queue } ?? false
        }.keys.sorted()
        guard !takers.isEmpty else { return }
        let note = JSONValue.array(takers.map(JSONValue.string))
        try await hub.connection.publish(
            OutgoingMessage(routingKey: marker, properties: MessageProperties(contentType: "application/json", deliveryMode: 2), body: note.bytes))
        try await caller.tell("cancel_consumer", JSONObject([JSONObject.Member(name: "queue", value: .string(queue))]), to: takers)
    }

    public func resume(_ queue: String) async throws {
        let marker = Copies.pausedMarker(queue)
        var takers: Set<String> = []
        do {
            while let note = try await hub.connection.get(marker) {
                takers.formUnion((try? JSONValue(parsing: note.body))?.array?.compactMap(\.string) ?? [])
                hub.connection.ack(note)
            }
        } catch let error as AMQPError where error.kind == .notFound {
            return
        }
        try await hub.connection.deleteQueue(marker)
        hub.forgetDeclared(marker)
        await lane(queue).goOn()
        // Workers of ours that started meanwhile say which queues they have slots for.
        for (worker, answer) in try await caller.ask("stats")
        where answer.object?["pool"]?.object?["queues"]?.object?[queue] != nil { takers.insert(worker) }
        guard !takers.isEmpty else { return }
        try await caller.tell("add_consumer", JSONObject([JSONObject.Member(name: "queue", value: .string(queue))]), to: takers.sorted())
    }

    public func pausedQueues() async throws -> Set<String> {
        var paused: Set<String> = []
        for queue in knownQueues {
            do {
                _ = try await hub.connection.queueStatus(Copies.pausedMarker(queue))
                paused.insert(queue)
            } catch let error as AMQPError where error.kind == .notFound {
                continue
            }
        }
        return paused
    }

    /// - Throws: for a task that this program did not send: its result goes to the one who did.
    public func wait(for id: String, seconds: TimeInterval) async throws -> TaskRecord? {
        guard let results, results.isExpected(id) else {
            throw AMQPError(.invalid, "only the program that sent task \(id) can wait for it: a broker keeps no results")
        }
        return await results.result(of: id, seconds: seconds).map(record)
    }
}
