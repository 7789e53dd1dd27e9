import Foundation
import Logging
import TaskQueue

/// What is told to the broker, and to those who sent tasks.
extension Lane {
    /// Tells the sender of a task what became of it, if it wants to know, and then the broker that the task is done with.
    /// Waits for neither: the next task can begin.
    func settle(_ delivery: Delivery, _ sender: Sender, _ result: ResultMessage) {
        guard let message = message(to: sender, result) else { return _ = hub.connection.ack(delivery) }
        do {
            try hub.connection.ack(delivery, after: message)
        } catch {
            hub.log.warning("a result cannot be sent", metadata: ["id": "\(result.taskID)", "error": "\(error)"])
            hub.connection.ack(delivery)
        }
    }

    private func message(to sender: Sender, _ result: ResultMessage) -> OutgoingMessage? {
        guard let replyTo = sender.replyTo, !sender.ignoresResult else { return nil }
        return result.message(to: replyTo, correlationID: sender.correlationID ?? result.taskID)
    }

    /// Tells the sender of a task what became of it, if it wants to know.
    func answer(_ sender: Sender, _ result: ResultMessage) async {
        guard let message = message(to: sender, result) else { return }
        do {
            try await hub.connection.publish(message, confirmed: false)
        } catch {
            hub.log.warning("a result was not sent", metadata: ["id": "\(result.taskID)", "error": "\(error)"])
        }
    }

    /// Puts a message into the queue of dead ones, with the reason, and tells its sender.
    func bury(_ delivery: Delivery, _ sender: Sender, _ failure: TaskFailure, attempts: Int) async {
        let reason = failure.module == TaskFailure.ownModule ? failure.message : "\(failure.type): \(failure.message)"
        let copy = Copies.dead(delivery, queue: queue, reason: reason, attempts: attempts, now: Date())
        guard await hand(over: copy, for: delivery) else { return }
        if let id = sender.id {
            hub.events.note(.failed(id, failure))
            await answer(sender, .failed(id, failure))
        }
        hub.connection.ack(delivery)
    }

    /// Publishes, confirmed, what takes the place of a delivery; tries until that is done.
    ///
    /// - Returns: false when the delivery is not this worker's any more: the broker hands it out again.
    func hand(over message: OutgoingMessage, for delivery: Delivery) async -> Bool {
        var message = message
        var pause = 0.1
        while delivery.ledger.isLive {
            do {
                if message.routingKey == queue { try await hub.declare(queue) } else { try await hub.declarePlain(message.routingKey) }
                try await hub.connection.publish(message, confirmed: true)
                return true
            } catch let error as AMQPError where error.kind == .invalid || error.kind == .tooLarge {
                // Headers that cannot be sent on: ours alone can.
                let ours = message.properties.headers.filter { $0.key.hasPrefix("x-astrobase-") || $0.key == "id" || $0.key == "task" }
                guard ours.count < message.properties.headers.count else {
                    hub.log.error("a message can be put nowhere, and is dropped", metadata: ["queue": "\(queue)", "error": "\(error)"])
                    return true
                }
                message.properties.headers = ours
            } catch {
                if (error as? AMQPError)?.kind == .unroutable { hub.forgetDeclared(message.routingKey) }
                hub.log.warning("a message cannot be put elsewhere yet", metadata: ["queue": "\(message.routingKey)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(pause))
                pause = min(10, pause * 2)
            }
        }
        return false
    }

    /// Gives a message back as it came, at the end of its queue.
    func putBack(_ held: HeldTask) async {
        if await hand(over: Copies.again(held.delivery, queue: queue, deliveries: nil), for: held.delivery) {
            hub.connection.ack(held.delivery)
        }
    }
}
