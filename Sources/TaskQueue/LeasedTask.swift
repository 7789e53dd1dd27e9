/// A task that a worker holds for a while.
public struct LeasedTask: Sendable, Hashable, Identifiable {
    public var id: String
    public var request: TaskRequest
    /// How often it was begun, this time included.
    public var attempt: Int
    /// The worker that holds it.
    public var worker: String

    public init(id: String, request: TaskRequest, attempt: Int, worker: String) {
        self.id = id
        self.request = request
        self.attempt = attempt
        self.worker = worker
    }
}
