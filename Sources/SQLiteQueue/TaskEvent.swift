public import Foundation
public import TaskQueue

/// A task came into a state.
public struct TaskEvent: Sendable, Hashable, Codable {
    public var id: String
    public var queue: String
    public var name: String
    public var state: TaskState
    public var attempt: Int
    public var at: Date

    public init(id: String, queue: String, name: String, state: TaskState, attempt: Int, at: Date) {
        self.id = id
        self.queue = queue
        self.name = name
        self.state = state
        self.attempt = attempt
        self.at = at
    }
}
