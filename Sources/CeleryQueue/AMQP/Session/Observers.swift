import Foundation
import Synchronization

/// Those who want to know what happens to the connection.
final class Observers: Sendable {
    private let state = Mutex((closed: false, streams: [UUID: AsyncStream<ConnectionEvent>.Continuation]()))

    func stream() -> AsyncStream<ConnectionEvent> {
        let (stream, continuation) = AsyncStream<ConnectionEvent>.makeStream(bufferingPolicy: .bufferingNewest(16))
        let id = UUID()
        continuation.onTermination = { [weak self] _ in self?.remove(id) }
        let closed = state.withLock { state in
            if !state.closed { state.streams[id] = continuation }
            return state.closed
        }
        if closed { continuation.finish() }
        return stream
    }

    private func remove(_ id: UUID) { state.withLock { _ = $0.streams.removeValue(forKey: id) } }

    func tell(_ event: ConnectionEvent) {
        for stream in state.withLock({ Array($0.streams.values) }) { stream.yield(event) }
    }

    func finish() {
        let streams = state.withLock { state in
            state.closed = true
            defer { state.streams = [:] }
            return Array(state.streams.values)
        }
        for stream in streams { stream.finish() }
    }
}
