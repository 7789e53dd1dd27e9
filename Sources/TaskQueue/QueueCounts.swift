public import Foundation

/// How many tasks a queue holds, by state.
public struct QueueCounts: Sendable, Hashable, Codable {
    public var queue: String
    public var waiting: Int
    public var running: Int
    public var dead: Int
    /// When the oldest of the tasks that could be begun now was asked for; nil: there is none, or the queue cannot tell.
    public var oldestWaiting: Date?

    public init(queue: String, waiting: Int, running: Int, dead: Int, oldestWaiting: Date? = nil) {
        self.queue = queue
        self.waiting = waiting
        self.running = running
        self.dead = dead
        self.oldestWaiting = oldestWaiting
    }
}
