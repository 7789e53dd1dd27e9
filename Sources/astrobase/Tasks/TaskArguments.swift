import TaskQueue

/// The words of `task send` made into a request.
enum TaskArguments {
    /// - Parameters:
    ///   - words: `name=value`, or values in the order of the kind's parameters.
    ///   - kind: nil when nothing is known about such tasks: every word then needs its name.
    /// - Throws: `TaskQueueError` that names the word or argument at fault.
    static func parse(_ words: [String], name: String, kind: TaskKind?) throws -> [String: String] {
        var found: [String: String] = [:]
        var open = kind?.parameters[...] ?? []
        for word in words {
            let (parameter, value): (String, String)
            if let place = word.firstIndex(of: "="), place > word.startIndex {
                (parameter, value) = (String(word[..<place]), String(word[word.index(after: place)...]))
                if let kind, !kind.parameters.contains(parameter) {
                    throw TaskQueueError("\(name) has no argument \(parameter); \(takes(kind)).")
                }
            } else if let kind {
                open = open.drop { found[$0] != nil }
                guard let next = open.popFirst() else {
                    throw TaskQueueError("\"\(word)\" is one argument too many for \(name); \(takes(kind)).")
                }
                (parameter, value) = (next, word)
            } else {
                throw TaskQueueError("\"\(word)\" needs a name, as in name=\(word): nothing is known about the arguments of \(name).")
            }
            guard found.updateValue(value, forKey: parameter) == nil else {
                throw TaskQueueError("The argument \(parameter) is given twice.")
            }
        }
        if let kind, let missing = kind.parameters.first(where: { kind.required.contains($0) && found[$0] == nil }) {
            throw TaskQueueError("\(name) needs the argument \(missing); \(takes(kind)).")
        }
        return found
    }

    private static func takes(_ kind: TaskKind) -> String {
        kind.parameters.isEmpty ? "it takes none" : "it takes " + kind.parameters.joined(separator: ", ")
    }
}
