/// Somebody cancelled the task.
public struct TaskCancelled: Error, Sendable, Hashable, CustomStringConvertible {
    public init() {}

    public var description: String { "cancelled" }
}
