import Foundation
import Logging
import Synchronization

/// Sends events. Those of tasks wait a moment for one another and go as one message; they are sent only while somebody wants them.
final class EventDispatcher: Sendable {
    let worker: WorkerIdentity
    let clock: LamportClock
    private let connection: AMQPConnection
    private let log: Logger

    private struct State {
        var isEnabled = false
        var waiting: [JSONValue] = []
        var lost = 0
    }
    private let state: Mutex<State>

    /// Events of tasks that wait; more are dropped while the broker does not take them.
    private static let room = 10_000
    /// Of one message.
    private static let batch = 500

    init(worker: WorkerIdentity, clock: LamportClock, connection: AMQPConnection, sendsTaskEvents: Bool, log: Logger) {
        self.worker = worker
        self.clock = clock
        self.connection = connection
        self.log = log
        state = Mutex(State(isEnabled: sendsTaskEvents))
    }

    var isEnabled: Bool { state.withLock { $0.isEnabled } }

    /// False when it was so already.
    func enable(_ isEnabled: Bool) -> Bool {
        state.withLock { state in
            defer { state.isEnabled = isEnabled }
            return state.isEnabled != isEnabled
        }
    }

    /// Notes an event of a task; the event is not even made while nobody wants it.
    func note(_ event: @autoclosure () -> Event) {
        guard isEnabled else { return }
        let value = event().value(from: worker, clock: clock.forward())
        state.withLock { state in
            if state.waiting.count < Self.room { state.waiting.append(value) } else { state.lost += 1 }
        }
    }

    /// Sends what waits.
    func flush() async {
        while true {
            let (values, lost) = state.withLock { state in
                let values = Array(state.waiting.prefix(Self.batch))
                state.waiting.removeFirst(values.count)
                defer { state.lost = 0 }
                return (values, state.lost)
            }
            if lost > 0 { log.warning("events of tasks were dropped", metadata: ["count": "\(lost)"]) }
            guard !values.isEmpty else { return }
            await send(Event.message(values, routingKey: "task.multi", from: worker))
        }
    }

    /// Sends an event of the worker, after what is known of its tasks.
    func send(_ event: Event) async {
        let value = event.value(from: worker, clock: clock.forward())
        await send(Event.message([value], routingKey: event.type.replacing("-", with: ".", maxReplacements: 1), from: worker))
    }

    private func send(_ message: OutgoingMessage) async {
        do {
            try await connection.publish(message, confirmed: false, within: .seconds(5))
        } catch {
            // Events are news: those of a time without a broker are of no use to anybody.
            log.debug("an event was not sent", metadata: ["error": "\(error)"])
        }
    }
}
