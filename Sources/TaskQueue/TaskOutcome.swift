public import Foundation

/// What became of one beginning of a task by a worker.
public struct TaskOutcome: Sendable, Hashable {
    public enum Result: String, Sendable, Hashable, CaseIterable {
        case done
        /// For good.
        case failed
        /// It failed and comes back.
        case retried
        case cancelled
        /// Given back unfinished, because the worker ends.
        case handedBack = "handed_back"
        /// The lease ran out: another worker may have it.
        case lost
    }

    public var queue: String
    /// Nil: the worker has no handler of the task's name.
    public var name: String?
    /// How long the handler ran.
    public var seconds: TimeInterval
    public var result: Result

    public init(queue: String, name: String?, seconds: TimeInterval, result: Result) {
        self.queue = queue
        self.name = name
        self.seconds = seconds
        self.result = result
    }
}
