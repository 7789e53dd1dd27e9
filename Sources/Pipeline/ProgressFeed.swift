import Foundation
public import Logging
import Synchronization

/// Hands progress to everyone who listens, and trouble only when it is new.
public final class ProgressFeed: Sendable {
    private struct State {
        var listeners: [UUID: AsyncStream<ProgressEvent>.Continuation] = [:]
        var troubles: [String: String] = [:]
    }

    private let state = Mutex(State())
    private let log: Logger

    public init(log: Logger) { self.log = log }

    /// Events from now on; a reader that is very late loses the oldest.
    public func events() -> AsyncStream<ProgressEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ProgressEvent.self, bufferingPolicy: .bufferingNewest(10_000))
        let id = UUID()
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[id] = nil }
        }
        state.withLock { $0.listeners[id] = continuation }
        return stream
    }

    func send(_ event: ProgressEvent) {
        log.debug(
            "step",
            metadata: [
                "photo": "\(event.photo)", "taskID": "\(event.taskID ?? "")", "step": "\(event.step.rawValue)",
                "outcome": "\(event.outcome.rawValue)", "detail": "\(event.detail)",
            ])
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield(event) }
    }

    /// Something stands in the way of a step. The same message about the same thing is given once, until `clear`.
    func trouble(_ about: String, step: ProgressEvent.Step, photo: String = "", _ message: String) {
        let isNew = state.withLock { state in
            defer { state.troubles[about] = message }
            return state.troubles[about] != message
        }
        guard isNew else { return }
        log.warning("\(message)")
        send(ProgressEvent(photo: photo, step: step, outcome: .delayed, detail: message))
    }

    /// What stood in the way is gone.
    func clear(_ about: String) {
        let was = state.withLock { $0.troubles.removeValue(forKey: about) }
        if was != nil { log.notice("works again: \(about)") }
    }
}
