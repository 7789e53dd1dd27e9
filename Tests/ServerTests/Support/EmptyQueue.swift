import Foundation
import TaskQueue

/// A queue with nothing in it.
struct EmptyQueue: Queue {
    func enqueue(_ requests: [TaskRequest]) async throws -> [String] { requests.map(\.id) }
    func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask? { nil }
    func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool { false }
    func complete(_ task: LeasedTask, result: String?) async throws {}
    func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async throws {}
    func handBack(_ task: LeasedTask) async throws {}
    func release(workersBeginningWith prefix: String) async throws {}
    func counts() async throws -> [QueueCounts] { [] }
    func wakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
