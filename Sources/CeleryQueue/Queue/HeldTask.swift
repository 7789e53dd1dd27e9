import Foundation
import TaskQueue

/// A message in this worker's hands, sound and read.
struct HeldTask: Sendable {
    let message: TaskMessage
    var delivery: Delivery
    let request: TaskRequest
    var started: Date?
    var begun: ContinuousClock.Instant?

    init(_ message: TaskMessage, delivery: Delivery, queue: String, arguments: [String: String]) {
        self.message = message
        self.delivery = delivery
        request = TaskRequest(
            id: message.id, queue: queue, name: message.name, arguments: arguments, key: message.key, notBefore: message.eta,
            expires: message.expires, priority: message.priority)
    }

    var isLive: Bool { delivery.ledger.isLive }

    var info: TaskInfo {
        TaskInfo(message: message, queue: request.queue, redelivered: delivery.redelivered, started: started)
    }

    func isExpired(at now: Date) -> Bool { message.expires.map { $0 < now } ?? false }
}

/// A task in the hands of one slot.
struct LeaseKey: Hashable, Sendable {
    var id: String
    var worker: String

    init(_ task: LeasedTask) { (id, worker) = (task.id, task.worker) }
    init(id: String, worker: String) { (self.id, self.worker) = (id, worker) }
}
