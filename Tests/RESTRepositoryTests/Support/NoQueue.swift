import Foundation
import Synchronization
import TaskQueue

/// Keeps what it is given; can be told to refuse it.
final class NoQueue: Queue {
    private let state = Mutex<(requests: [TaskRequest], refuses: Bool)>(([], false))
    struct Refusal: Error {}

    var requests: [TaskRequest] { state.withLock { $0.requests } }
    func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

    func enqueue(_ requests: [TaskRequest]) async throws -> [String] {
        try state.withLock { state in
            if state.refuses { throw Refusal() }
            state.requests += requests
            return requests.map(\.id)
        }
    }
    func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask? { nil }
    func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool { false }
    func complete(_ task: LeasedTask, result: String?) async throws {}
    func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async throws {}
    func handBack(_ task: LeasedTask) async throws {}
    func release(workersBeginningWith prefix: String) async throws {}
    func counts() async throws -> [QueueCounts] { [] }
    func wakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
