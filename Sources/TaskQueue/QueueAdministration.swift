public import Foundation

/// A queue that can be looked into and steered.
public protocol QueueAdministration: Queue {
    /// Tasks, the newest first.
    func tasks(_ filter: TaskFilter) async throws -> [TaskRecord]

    /// Nil: no such task is known, or no longer.
    func task(_ id: String) async throws -> TaskRecord?

    /// A waiting task is never begun; the handler of a running one is cancelled soon.
    ///
    /// - Returns: false when there was nothing to cancel.
    func cancel(_ id: String) async throws -> Bool

    /// A dead or cancelled task waits again, as if it had never been begun.
    ///
    /// - Returns: false when it is neither.
    func retry(_ id: String) async throws -> Bool

    /// No task of the queue is begun until `resume`, also after a restart. What runs, runs on.
    func pause(_ queue: String) async throws
    func resume(_ queue: String) async throws
    func pausedQueues() async throws -> Set<String>

    /// Waits until a task has ended.
    ///
    /// - Returns: nil when it has not within `seconds`, or is not known.
    func wait(for id: String, seconds: TimeInterval) async throws -> TaskRecord?
}
