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
