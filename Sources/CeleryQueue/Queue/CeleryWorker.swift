import Foundation
import Logging
public import ServiceLifecycle
import TaskQueue

/// A worker on a `CeleryTaskQueue` that Celery's programs see and steer as one of their own: it tells that it lives, what its tasks do,
/// and obeys remote control.
public struct CeleryWorker: Service {
    private let queue: CeleryTaskQueue
    private let worker: any Service
    private var hub: Hub { queue.hub }

    private static let heartbeatSeconds = 2.0

    /// - Parameters:
    ///   - queue: with an identity that no other worker of the broker has.
    ///   - worker: takes its tasks from the queue.
    public init(queue: CeleryTaskQueue, worker: any Service) {
        self.queue = queue
        self.worker = worker
    }

    public func run() async throws {
        let pidbox = try await openPidbox()
        try await declareEvents()
        await hub.events.send(queue.workerEvent("online"))
        hub.log.info("worker online", metadata: ["name": "\(hub.identity.name)"])
        let result: Result<Void, any Error> = await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                do {
                    try await worker.run()
                    return .success(())
                } catch { return .failure(error) }
            }
            group.addTask {
                await obey(pidbox)
                return nil
            }
            group.addTask {
                await repeatedly(every: Self.heartbeatSeconds) { await hub.events.send(queue.workerEvent("heartbeat")) }
                return nil
            }
            group.addTask {
                await repeatedly(every: 0.25) { await hub.events.flush() }
                return nil
            }
            group.addTask {
                await watchConnection()
                return nil
            }
            group.addTask {
                // Others can take at once what nobody here will begin. A task of its own: it is not to stop half-way.
                do { try await gracefulShutdown() } catch { return nil }
                await Task { await queue.stopTaking() }.value
                return nil
            }
            while let ended = await group.next() {
                guard let ended else { continue }
                group.cancelAll()
                return ended
            }
            return .success(())
        }
        // Also when this task is cancelled.
        await Task {
            await queue.stopTaking()
            await hub.events.flush()
            await hub.events.send(queue.workerEvent("offline"))
            try? await pidbox.cancel(within: .seconds(2))
            hub.log.info("worker offline", metadata: ["name": "\(hub.identity.name)"])
        }.value
        try result.get()
    }

    private func repeatedly(every seconds: Double, _ action: () async -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(seconds))
            if !Task.isCancelled { await action() }
        }
    }

    private func watchConnection() async {
        for await event in hub.connection.events() {
            guard case .connected(let epoch) = event, epoch > 1 else { continue }
            hub.noteReconnection()
            await hub.events.send(queue.workerEvent("online"))
            for (_, lane) in queue.allLanes { await lane.afterReconnection() }
        }
    }

    // MARK: Remote control

    private func openPidbox() async throws -> Consumer {
        let name = "\(hub.identity.name).\(ControlRequest.exchange)"
        try await ControlCaller.declareExchanges(hub.connection)
        let status = try await hub.connection.declareQueue(
            name, durable: false, autoDelete: true, arguments: ["x-expires": 10_000, "x-message-ttl": 300_000])
        if status.consumers > 0 {
            hub.log.warning("another worker has the same name: give each its own", metadata: ["name": "\(hub.identity.name)"])
        }
        try await hub.connection.bind(queue: name, to: ControlRequest.exchange)
        return try await hub.connection.consume(name, prefetch: 100, noAck: true)
    }

    private func obey(_ pidbox: Consumer) async {
        let panel = ControlPanel(queue: queue)
        while let delivery = await pidbox.next() {
            do {
                let request = try ControlRequest(properties: delivery.properties, body: delivery.body, tooLarge: delivery.tooLarge)
                hub.clock.adjust(to: request.clock)
                guard request.concerns(hub.identity.name), request.expires ?? .distantFuture > Date() else { continue }
                guard let answer = await panel.answer(request),
                    let reply = request.reply(answer, from: hub.identity.name, clock: hub.clock.forward())
                else { continue }
                try await hub.connection.publish(reply, confirmed: false, within: .seconds(5))
            } catch {
                hub.log.warning("remote control: refused", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func declareEvents() async throws {
        do {
            try await hub.connection.declareExchange(Event.exchange, kind: "topic", durable: true)
        } catch let error as AMQPError where error.kind == .preconditionFailed {
            // There in another form: used as it is.
        }
    }
}

extension CeleryTaskQueue {
    func workerEvent(_ kind: String) -> Event {
        var load = [0.0, 0.0, 0.0]
        getloadavg(&load, 3)
        return .worker(kind, hub.identity, active: hub.active, processed: hub.processed, every: 2, load: load)
    }

    /// Ends what this program reads from the broker; the connection stays its owner's.
    public func close() async {
        await stopTaking()
        await results?.close()
    }
}
