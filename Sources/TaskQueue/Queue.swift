public import Foundation

/// Durable queues of tasks. A task is handed out at least once: a handler looks first whether its work is done.
///
/// What is told about a task that is no longer the teller's changes nothing and throws nothing; an error means that the
/// queue could not be told, and that telling it again may help.
public protocol Queue: Sendable {
    /// Adds tasks. One whose key is already waiting in its queue is left out, and so is one whose id is known.
    ///
    /// - Returns: for each request, the id of the task that waits: its own, or that of the one with the same key.
    @discardableResult
    func enqueue(_ requests: [TaskRequest]) async throws -> [String]

    /// Hands a due task of a queue to a worker, for `seconds`: of the highest priority, of these the oldest; nil when
    /// none is due or the queue is paused.
    func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask?

    /// Keeps a task for `seconds` from now on. False when the task is no longer this worker's.
    func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool

    /// The task is done.
    ///
    /// - Parameter result: for the one who asked for it.
    func complete(_ task: LeasedTask, result: String?) async throws

    /// The task failed: it comes back at `retryAt`, or is set dead with the error kept when that is nil. With
    /// `TaskCancelled` it is set cancelled.
    func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async throws

    /// Gives a task back unfinished, through no fault of its own: it is due at once and this beginning does not count.
    func handBack(_ task: LeasedTask) async throws

    /// Gives back every task held by any worker whose name begins with `prefix`: its process is known to be gone, which
    /// counts against a task as a lease that ran out does.
    func release(workersBeginningWith prefix: String) async throws

    /// The length of every queue in which tasks wait, run or are dead.
    func counts() async throws -> [QueueCounts]

    /// An element each time tasks may have become due for one who looked and found none; a reader that is late sees one for many.
    func wakeUps() -> AsyncStream<Void>

    /// The ids of running tasks that are to be cancelled, for the workers that run them; one may come more than once.
    func cancellations() -> AsyncStream<String>
}

extension Queue {
    /// For engines that reach their workers in another way.
    public func cancellations() -> AsyncStream<String> { AsyncStream { $0.finish() } }
}
