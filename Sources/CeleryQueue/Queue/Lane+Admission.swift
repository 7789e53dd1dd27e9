import Foundation
import Logging
import TaskQueue

/// What comes from the broker: taken, kept for later, or refused.
extension Lane {
    /// A task that killed its worker so often is not tried again.
    private static let deaths = 3

    func admit(_ deliveries: [Delivery]) async {
        for delivery in deliveries { await admit(delivery) }
    }

    private func admit(_ delivery: Delivery) async {
        do throws(TaskFailure) {
            let message = try TaskMessage(properties: delivery.properties, body: delivery.body, tooLarge: delivery.tooLarge)
            if delivery.redelivered, await settleAgain(message, delivery) { return }
            let held = HeldTask(message, delivery: delivery, queue: queue, arguments: try arguments(of: message))
            await admit(held)
        } catch {
            hub.log.warning(
                "message refused", metadata: ["queue": "\(queue)", "reason": "\(error)", "task": "\(Sender(delivery.properties).name ?? "?")"])
            await bury(delivery, Sender(delivery.properties), error, attempts: 0)
        }
    }

    private func arguments(of message: TaskMessage) throws(TaskFailure) -> [String: String] {
        guard let kinds = hub.kinds else { return try message.namedArguments() }
        guard let kind = kinds[message.name] else { throw .notRegistered(message.name) }
        return try message.arguments(for: kind)
    }

    private func admit(_ held: HeldTask) async {
        let isWaiting = held.message.eta.map { $0 > Date() } ?? false
        if held.delivery.redelivered, !isWaiting, !hub.isFreshlyReconnected { return await suspect(held) }
        if held.message.deliveries > 0 { beCareful() }
        hub.events.note(.received(held.message))
        if await isDropped(held) { return }
        if isWaiting, let eta = held.message.eta {
            schedule(held, at: eta)
            adjustPrefetch()
        } else {
            makeReady(held)
        }
    }

    /// A message that came again: true when this worker knows it and nothing is left to do.
    private func settleAgain(_ message: TaskMessage, _ delivery: Delivery) async -> Bool {
        if let result = done[message.id] {
            settle(delivery, Sender(message), .success(message.id, result))
            return true
        }
        // Still at work on it: the connection broke, the task goes on.
        if let entry = inHand.first(where: { $0.key.id == message.id && !$0.value.isLive }) {
            inHand[entry.key]?.delivery = delivery
            return true
        }
        return false
    }

    /// A message that was in the hands of a worker whose connection ended, while ours did not: the worker died, maybe of it.
    private func suspect(_ held: HeldTask) async {
        beCareful()
        let deaths = held.message.deliveries + 1
        guard deaths < Self.deaths else {
            let failure = TaskFailure.workerLost("\(deaths) workers ended while they had the task")
            hub.log.warning("task given up: \(failure.message)", metadata: ["task": "\(held.message.name)", "id": "\(held.message.id)"])
            return await bury(held.delivery, Sender(held.message), failure, attempts: held.message.retries + deaths)
        }
        // The count must outlive this worker too: it goes into the message.
        if await hand(over: Copies.again(held.delivery, queue: queue, deliveries: deaths), for: held.delivery) {
            hub.connection.ack(held.delivery)
        }
    }

    private func beCareful() {
        pace.beCareful()
        adjustPrefetch()
    }

    /// Whether a task is not to be begun: revoked, or too late.
    func isDropped(_ held: HeldTask) async -> Bool {
        let isExpired = held.isExpired(at: Date())
        guard isExpired || hub.revoked.contains(held.message.id) else { return false }
        await drop(held, reason: isExpired ? "expired" : "revoked", terminated: false)
        return true
    }

    func drop(_ held: HeldTask, reason: String, terminated: Bool) async {
        hub.log.info("task dropped", metadata: ["task": "\(held.message.name)", "id": "\(held.message.id)", "reason": "\(reason)"])
        hub.events.note(.revoked(held.message.id, terminated: terminated, expired: reason == "expired"))
        await answer(Sender(held.message), .failed(held.message.id, .revoked(reason), status: .revoked))
        hub.connection.ack(held.delivery)
    }
}
