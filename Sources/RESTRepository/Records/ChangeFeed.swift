import Foundation
import Logging
import Observations
import Synchronization

/// Tells listeners what changes: at once what this process does, by looking again and again what others do.
final class ChangeFeed: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<ObservationEvent>.Continuation] = [:]
        var last = 0
        var polling: Task<Void, Never>?
        /// What was under way at the last look, and told since.
        var seen: [Int64: ObservationEvent] = [:]
        var hasLooked = false
    }

    private let backend: RESTBackend
    private let state = Mutex(State())
    /// What others may move on; a record that leaves these is looked at once more.
    private static let underWay = "raw,pending,submitting,submitted,failed submitting,processed,waiting,removing"

    init(backend: RESTBackend) { self.backend = backend }

    func stream() -> AsyncStream<ObservationEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ObservationEvent.self, bufferingPolicy: .bufferingNewest(1024))
        let number = state.withLock { state in
            state.last += 1
            state.listeners[state.last] = continuation
            if state.polling == nil { state.polling = Task { [weak self] in await self?.poll() } }
            return state.last
        }
        continuation.onTermination = { [weak self] _ in self?.drop(number) }
        return stream
    }

    private func drop(_ number: Int) {
        state.withLock { state in
            state.listeners[number] = nil
            guard state.listeners.isEmpty else { return }
            state.polling?.cancel()
            (state.polling, state.seen, state.hasLooked) = (nil, [:], false)
        }
    }

    func tell(_ observation: Observation, removed: Bool = false) {
        let event = ObservationEvent(
            id: observation.id, taskID: observation.taskID, name: observation.name, status: observation.status,
            reason: observation.reason, removed: removed)
        state.withLock { state in
            if state.hasLooked { state.seen[event.id] = removed ? nil : event }
            for listener in state.listeners.values { listener.yield(event) }
        }
    }

    private func poll() async {
        while !Task.isCancelled {
            do {
                try await look()
            } catch is CancellationError {
                return
            } catch {
                backend.log.warning("changes of others are not seen", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(backend.settings.pollSeconds))
        }
    }

    private func look() async throws {
        let before = state.withLock { $0.hasLooked ? $0.seen : nil }
        var now: [Int64: ObservationEvent] = [:]
        let query = RESTFacts.query + [(name: "my_status__in", value: Self.underWay)]
        try await RESTPages(backend: backend, path: "observations2/", query: query).forEach { json in
            let o = try ObservationRecord.read(json, backend)
            now[o.id] = ObservationEvent(id: o.id, taskID: o.taskID, name: o.name, status: o.status, reason: o.reason)
        }
        var events = now.values.filter { event in before.map { $0[event.id] != event } ?? false }
        for gone in before?.values.filter({ now[$0.id] == nil && Self.isUnderWay($0.status) }) ?? [] {
            let answer = try await backend.send(
                RESTCall(method: .get, path: "observations2/\(gone.id)/", query: RESTFacts.query))
            var event = gone
            if answer.status == 404 {
                event.removed = true
            } else {
                let o = try ObservationRecord.read(answer.json, backend)
                (event.status, event.reason) = (o.status, o.reason)
            }
            events.append(event)
        }
        state.withLock { state in
            // What this process told while it looked is newer than what was seen.
            for event in events.sorted(by: { $0.id < $1.id }) where state.seen[event.id] == before?[event.id] {
                for listener in state.listeners.values { listener.yield(event) }
            }
            let told = state.seen.filter { before?[$0.key] != $0.value }
            state.seen = now.merging(told) { _, told in told }
            state.hasLooked = true
        }
    }

    private static func isUnderWay(_ status: ObservationStatus) -> Bool {
        underWay.split(separator: ",").contains { $0 == status.rawValue }
    }
}
