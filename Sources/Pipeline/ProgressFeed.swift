import Foundation
public import Logging
import Observations
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

    /// Something stands in the way of a step. The same kind of trouble with the same thing is told once, until `clear`.
    ///
    /// - Parameter error: its kind counts, not its words: those may name another file each time.
    func trouble(
        _ about: String, step: ProgressEvent.Step, photo: String = "", _ message: String, _ error: any Error
    ) {
        let kind = (error as? ArchiveError).map { "\($0.code)" } ?? "\(type(of: error))"
        let isNew = state.withLock { state in
            defer { state.troubles[about] = kind }
            return state.troubles[about] != kind
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
