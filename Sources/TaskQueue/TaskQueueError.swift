/// What was asked of a queue cannot be done.
public struct TaskQueueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wrong with what.
    public var message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}

extension TaskRequest {
    /// - Throws: `TaskQueueError` when no queue could take it.
    public func check() throws {
        func checkName(_ text: String, _ what: String) throws {
            guard !text.isEmpty, text.utf8.count <= 255, !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
            else { throw TaskQueueError("The \(what) of a task has 1 to 255 bytes and no control characters; \"\(text.prefix(80))\" has not.") }
        }
        try checkName(queue, "queue")
        try checkName(name, "name")
        try checkName(id, "id")
    }
}
