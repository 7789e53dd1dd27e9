package import TaskQueue

extension TaskMessage {
    /// The arguments by name, for a task of which nothing is known.
    package func namedArguments() throws(TaskFailure) -> [String: String] {
        try arguments(for: TaskKind(name: name, queue: "", parameters: keywords.members.map(\.name), required: []))
    }

    /// The arguments by name, as text, for a task of a kind: positional ones get their names in order.
    ///
    /// A number, true and false become their JSON text, lists and objects too; null is an argument that is not given.
    ///
    /// - Throws: `TaskFailure`: too many, unknown, missing or doubled arguments, or an id that is a path.
    package func arguments(for kind: TaskKind) throws(TaskFailure) -> [String: String] {
        guard arguments.count <= kind.parameters.count, arguments.isEmpty || kind.queue != "" else {
            throw .wrongArguments("\(name) takes \(kind.parameters.count) arguments, and \(arguments.count) were given")
        }
        var given: [String: JSONValue] = [:]
        for (parameter, value) in zip(kind.parameters, arguments) { given[parameter] = value }
        let positional = Set(given.keys)
        for member in keywords.members {
            guard kind.parameters.contains(member.name) else {
                throw .wrongArguments("\(name) takes no argument \(PythonRepr.safe(.string(member.name), limit: 100))")
            }
            guard !positional.contains(member.name) else {
                throw .wrongArguments("\(name) was given the argument '\(member.name)' twice")
            }
            given[member.name] = member.value
        }
        var texts: [String: String] = [:]
        for (parameter, value) in given {
            switch value {
            case .null: continue
            case .string(let text): texts[parameter] = text
            default: texts[parameter] = value.json
            }
        }
        let missing = kind.required.subtracting(texts.keys).sorted()
        guard missing.isEmpty else {
            throw .wrongArguments("\(name) is missing \(missing.map { "'\($0)'" }.joined(separator: ", "))")
        }
        if let id = texts["id"], !Self.isPlain(id) {
            throw .wrongValue("\(name): the id \(PythonRepr.safe(.string(id), limit: 100)) is no plain name")
        }
        return texts
    }
}
