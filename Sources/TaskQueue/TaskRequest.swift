public import Foundation

/// A task that somebody wants done: what a queue is given.
public struct TaskRequest: Sendable, Hashable, Codable {
    /// The queue that takes it, such as `registration`.
    public var queue: String
    /// What is to be done, such as `astro_tasks.tasks.run_ingest`.
    public var name: String
    /// Arguments by name; what they mean is between the sender and the handler.
    public var arguments: [String: String]
    /// While a task with this key waits, another of the same key is not added.
    public var key: String?
    /// Not before this time; nil: at once.
    public var notBefore: Date?

    public init(
        queue: String, name: String, arguments: [String: String] = [:], key: String? = nil, notBefore: Date? = nil
    ) {
        self.queue = queue
        self.name = name
        self.arguments = arguments
        self.key = key
        self.notBefore = notBefore
    }
}
