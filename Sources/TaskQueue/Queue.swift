public import Foundation

/// A task that a worker holds for a while.
public struct LeasedTask: Sendable, Hashable, Identifiable {
    public var id: Int64
    public var request: TaskRequest
    /// How often it was begun, this time included.
    public var attempt: Int
    /// The worker that holds it.
    public var worker: String

    public init(id: Int64, request: TaskRequest, attempt: Int, worker: String) {
        self.id = id
        self.request = request
        self.attempt = attempt
        self.worker = worker
    }
}

/// How many tasks a queue holds, by state.
public struct QueueCounts: Sendable, Hashable, Codable {
    public var queue: String
    public var waiting: Int
    public var running: Int
    public var dead: Int

    public init(queue: String, waiting: Int, running: Int, dead: Int) {
        self.queue = queue
        self.waiting = waiting
        self.running = running
        self.dead = dead
    }
}

/// Durable queues of tasks. A task is handed out at least once: a handler looks first whether its work is done.
public protocol Queue: Sendable {
    /// Adds tasks. One whose key is already waiting in its queue is left out.
    func enqueue(_ requests: [TaskRequest]) async throws

    /// Hands the oldest due task of a queue to a worker, for `seconds`; nil when none is due.
    func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask?

    /// Keeps a task for `seconds` from now on. False when the task is no longer this worker's.
    func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool

    /// The task is done.
    func complete(_ task: LeasedTask) async throws

    /// The task failed: it comes back at `retryAt`, or is set dead with the error kept when that is nil.
    func fail(_ task: LeasedTask, error: String, retryAt: Date?) async throws

    /// Gives a task back unfinished, through no fault of its own: it is due at once and this beginning does not count.
    func handBack(_ task: LeasedTask) async throws

    /// Gives back every task held by any worker whose name begins with `prefix` (its process is known to be gone).
    func release(workersBeginningWith prefix: String) async throws

    /// The length of every queue that holds anything.
    func counts() async throws -> [QueueCounts]

    /// An element each time tasks may have become due; a reader that is late sees one element for many.
    func wakeUps() -> AsyncStream<Void>
}
