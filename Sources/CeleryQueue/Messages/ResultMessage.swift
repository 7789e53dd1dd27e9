/// What became of a task, as `rpc://` results carry it.
package struct ResultMessage: Sendable, Hashable {
    package enum Status: String, Sendable {
        case success = "SUCCESS"
        case failure = "FAILURE"
        case retry = "RETRY"
        case revoked = "REVOKED"
        case started = "STARTED"
    }

    package var taskID: String
    package var status: Status
    package var result: JSONValue
    package var traceback: String?

    package static func success(_ id: String, _ result: String?) -> ResultMessage {
        ResultMessage(taskID: id, status: .success, result: .text(result), traceback: nil)
    }

    package static func failed(_ id: String, _ failure: TaskFailure, status: Status = .failure) -> ResultMessage {
        let shown: JSONValue = [
            "exc_type": .string(failure.type), "exc_message": [.string(failure.message)], "exc_module": .string(failure.module),
        ]
        let traceback = status == .revoked ? nil : "\(failure.type): \(failure.message)"
        return ResultMessage(taskID: id, status: status, result: shown, traceback: traceback)
    }

    package func message(to queue: String, correlationID: String) -> OutgoingMessage {
        let body: JSONValue = [
            "task_id": .string(taskID), "status": .string(status.rawValue), "result": result, "traceback": .text(traceback),
            "children": [],
        ]
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8", deliveryMode: 1, priority: 0, correlationID: correlationID)
        return OutgoingMessage(routingKey: queue, properties: properties, body: body.bytes)
    }

    /// Reads a result that a worker sent; nil where it is none.
    package init?(_ delivery: Delivery) {
        guard delivery.tooLarge == nil, let body = (try? JSONValue(parsing: delivery.body))?.object,
            let id = body["task_id"]?.string, let status = body["status"]?.string.flatMap(Status.init(rawValue:))
        else { return nil }
        self.init(taskID: id, status: status, result: body["result"] ?? .null, traceback: body["traceback"]?.string)
    }

    init(taskID: String, status: Status, result: JSONValue, traceback: String?) {
        self.taskID = taskID
        self.status = status
        self.result = result
        self.traceback = traceback
    }

    /// Whether nothing more comes for the task.
    package var isFinal: Bool { status == .success || status == .failure || status == .revoked }

    /// The result as text; a text is itself, anything else its JSON.
    package var text: String? {
        switch result {
        case .null: nil
        case .string(let text): text
        default: result.json
        }
    }

    /// What went wrong.
    package var error: String? {
        guard status != .success, let failure = result.object, let type = failure["exc_type"]?.string else { return nil }
        let parts = failure["exc_message"]?.array?.map { $0.string ?? $0.json } ?? failure["exc_message"].map { [$0.string ?? $0.json] } ?? []
        return parts.isEmpty ? type : "\(type): \(parts.joined(separator: ", "))"
    }
}
