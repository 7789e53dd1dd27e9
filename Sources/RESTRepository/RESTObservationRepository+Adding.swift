import Foundation
public import Observations
public import TaskQueue

extension RESTObservationRepository {
    public func nextTaskID(date: String, postfix: String) async throws -> String {
        let name = try TaskIDName(date: date, postfix: postfix)
        let day = date.utf8.count == 6 ? "20\(date)" : date
        let call = RESTCall(
            method: .get, path: "get_next_taskid", query: [("timestamp", day), ("taskid_postfix", postfix)])
        let answer = try await backend.send(call)
        guard let taskID = answer.json["taskID"]?.text, !taskID.isEmpty else {
            throw backend.unexpected(call, "no task id (\(answer.status))")
        }
        return answer.isOurs ? taskID : taskIDs.fresh(taskID, name)
    }

    /// A record that may have arrived when its answer was lost is looked for by its task id before it is sent again.
    public func add(_ observation: Observation, requesting tasks: [TaskRequest]) async throws -> Observation {
        try ObservationRecord.check(observation)
        let ours = try await backend.isOurs()
        if !ours {
            guard try await self.observation(taskID: observation.taskID) == nil else { throw Self.taken }
            if let parent = observation.parent, try await self.observation(id: parent) == nil {
                throw RepositoryError.invalid(field: "parent", message: "There is no observation of this id.")
            }
        }
        let plain = Observation(taskID: "", name: "")
        var members = try ObservationRecord.payload(plain, observation, ours: ours)
        for (name, value) in ObservationRecord.fields.write(observation) where ["taskID", "name", "task_type"].contains(name) {
            members[name] = value
        }
        members["new_status"] = .string(observation.status.rawValue)
        let path = "observations2/"
        let call = RESTCall(method: .post, path: path, query: RESTFacts.query, body: .object(members))
        var added = try await backend.sendOnce(call) { _ in
            try await self.found(by: "taskID", observation.taskID) { $0.taskID == observation.taskID && $0.name == observation.name }
                .first
        } read: { try ObservationRecord.read($0, self.backend) }
        if !ours { added = try await settled(added, observation.products) }
        feed.tell(added)
        await follow.enqueue(tasks)
        return added
    }

    /// The existing backend takes any task id: of two records of one, the younger goes again.
    private func settled(_ added: Observation, _ products: [DataProduct]) async throws -> Observation {
        let same = try await found(by: "taskID", added.taskID) { $0.taskID == added.taskID }
        if same.contains(where: { $0.id < added.id }) {
            _ = try await backend.send(RESTCall(method: .delete, path: "observations2/\(added.id)/"))
            throw Self.taken
        }
        if products.isEmpty { return added }
        try await addProducts(products, taskID: added.taskID)
        return try await observation(id: added.id) ?? added
    }

    private static let taken = RepositoryError.invalid(
        field: "taskID", message: "Another observation has this taskID already.")

    /// This server replaces products of one file name, so that they can be sent again. The existing backend counts them twice:
    /// whether they arrived is told there by the record's size.
    public func addProducts(_ products: [DataProduct], taskID: String) async throws {
        let query = [(name: "taskID", value: taskID)] + RESTFacts.query
        func record() async throws -> JSON? {
            try await RESTPages(backend: backend, path: "observations2/", query: query).page(1)?.items.first {
                $0["taskID"]?.text == taskID
            }
        }
        guard let before = try await record() else { throw RepositoryError.notFound("observation \(taskID)") }
        let ours = before["facts"] != nil
        let body = try JSON.array(products.map(Self.json))
        let call = RESTCall(method: .post, path: "post_dataproducts", query: [("taskID", taskID)], body: body)
        let size = products.reduce(0.0) { $0 + Double($1.size) }
        try await backend.sendOnce(call) { _ -> Void? in
            if ours || size == 0 { return nil }
            let now = try await record()?["size"]?.number ?? 0
            return now == (before["size"]?.number ?? 0) + size ? () : nil
        } read: { _ in }
        if let now = try await observation(taskID: taskID) { feed.tell(now) }
    }

    private static func json(_ product: DataProduct) throws -> JSON {
        .object([
            "filename": .string(product.filename), "dataproduct_type": .string(product.type),
            "new_status": .string(product.status), "size": .string(String(product.size)),
            "sha256": product.sha256.map(JSON.string) ?? .null,
        ])
    }
}
