public import Foundation

/// Where a task stands.
public enum TaskState: String, Sendable, Hashable, Codable, CaseIterable {
    case waiting, running, done
    /// It failed for good; its error is kept.
    case dead
    case cancelled
    /// It was not begun in time.
    case expired

    /// Nothing will happen to it any more by itself.
    public var isEnd: Bool { self != .waiting && self != .running }
}

/// A task as one who looks at a queue sees it.
public struct TaskRecord: Sendable, Hashable, Codable, Identifiable {
    public var id: String
    public var queue: String
    public var name: String
    public var arguments: [String: String]
    public var key: String?
    public var priority: Int
    public var state: TaskState
    /// How often it was begun.
    public var attempt: Int
    /// Who runs it, or ran it last.
    public var worker: String?
    public var created: Date
    /// When it is to begin; nil: at once.
    public var due: Date?
    /// When it was begun last.
    public var started: Date?
    public var ended: Date?
    public var result: String?
    /// Why it failed last.
    public var error: String?

    public init(
        id: String, queue: String, name: String, arguments: [String: String] = [:], key: String? = nil, priority: Int = 0,
        state: TaskState, attempt: Int = 0, worker: String? = nil, created: Date, due: Date? = nil, started: Date? = nil,
        ended: Date? = nil, result: String? = nil, error: String? = nil
    ) {
        self.id = id
        self.queue = queue
        self.name = name
        self.arguments = arguments
        self.key = key
        self.priority = priority
        self.state = state
        self.attempt = attempt
        self.worker = worker
        self.created = created
        self.due = due
        self.started = started
        self.ended = ended
        self.result = result
        self.error = error
    }
}

/// Which tasks are wanted; nil: any.
public struct TaskFilter: Sendable, Hashable {
    public var queue: String?
    public var state: TaskState?
    public var name: String?
    /// At most so many, the newest first.
    public var limit: Int

    public init(queue: String? = nil, state: TaskState? = nil, name: String? = nil, limit: Int = 100) {
        self.queue = queue
        self.state = state
        self.name = name
        self.limit = limit
    }
}
