/// What is known about the tasks of one name: where they go and what they take.
public struct TaskKind: Sendable, Hashable {
    public var name: String
    public var queue: String
    /// The names of its arguments, in the order of positional ones.
    public var parameters: [String]
    public var required: Set<String>

    /// - Parameter required: nil: all of them.
    public init(name: String, queue: String, parameters: [String] = [], required: Set<String>? = nil) {
        self.name = name
        self.queue = queue
        self.parameters = parameters
        self.required = required ?? Set(parameters)
    }
}
