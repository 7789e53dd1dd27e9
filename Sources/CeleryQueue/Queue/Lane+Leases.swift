import Foundation
import TaskQueue

/// What the slots of a worker do.
extension Lane {
    func lease(worker: String) async throws -> LeasedTask? {
        try await start()
        if let task = await takeReady(worker) { return task }
        // More slots ask than there were.
        if inHand.count >= pace.width { setWidth(inHand.count + 1) }
        await waitForReady()
        if let task = await takeReady(worker) { return task }
        foundNothing = true
        return nil
    }

    private func takeReady(_ worker: String) async -> LeasedTask? {
        while var held = ready.popFirst() {
            // Its connection is gone; it comes again.
            guard held.isLive else { continue }
            if await isDropped(held) { continue }
            held.started = Date()
            held.begun = .now
            inHand[LeaseKey(id: held.message.id, worker: worker)] = held
            hub.begun(held.message.name)
            hub.events.note(.started(held.message.id))
            return LeasedTask(
                id: held.message.id, request: held.request, attempt: held.message.retries + held.message.deliveries + 1, worker: worker)
        }
        return nil
    }

    /// - Throws: while nobody can tell whose the task is: the connection is down, or was just made anew.
    func extend(_ task: LeasedTask) throws -> Bool {
        guard let held = inHand[LeaseKey(task)] else { return false }
        if held.isLive { return true }
        guard hub.connection.isConnected, hub.secondsSinceReconnection ?? .infinity > 10 else {
            throw AMQPError(.connectionLost, "the connection to the broker was lost while task \(task.id) ran")
        }
        return false
    }

    private func take(_ task: LeasedTask) -> HeldTask? {
        guard let held = inHand.removeValue(forKey: LeaseKey(task)) else { return nil }
        hub.ended()
        pace.ended(after: seconds(held))
        adjustPrefetch()
        return held
    }

    private func seconds(_ held: HeldTask) -> Double {
        guard let begun = held.begun else { return 0 }
        let time = (ContinuousClock.now - begun).components
        return Double(time.seconds) + Double(time.attoseconds) / 1e18
    }

    func complete(_ task: LeasedTask, result: String?) {
        guard let held = take(task) else { return }
        // Where the broker does not hear of it, the task comes again, and is known to be done.
        done.note(task.id, result)
        guard held.isLive else { return }
        settle(held.delivery, Sender(held.message), .success(task.id, result))
        hub.events.note(.succeeded(task.id, result: result, seconds: seconds(held)))
    }

    func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async {
        guard let held = take(task) else { return }
        if error is TaskCancelled { return await drop(held, reason: "terminated", terminated: true) }
        let failure = TaskFailure(error)
        guard let retryAt else {
            return await bury(held.delivery, Sender(held.message), failure, attempts: task.attempt)
        }
        let copy = Copies.retry(held.delivery, queue: queue, retries: held.message.retries + 1, eta: retryAt)
        guard await hand(over: copy, for: held.delivery) else { return }
        hub.events.note(.retried(task.id, failure))
        await answer(Sender(held.message), .failed(task.id, failure, status: .retry))
        hub.connection.ack(held.delivery)
    }

    func handBack(_ task: LeasedTask) async {
        guard let held = take(task) else { return }
        await putBack(held)
    }
}
