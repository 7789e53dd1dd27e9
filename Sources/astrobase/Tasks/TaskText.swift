import Foundation
import TaskQueue

/// Tasks as a person reads them.
enum TaskText {
    /// One task on one line.
    static func line(_ task: TaskRecord) -> String {
        var parts = [task.id, task.state.rawValue, task.queue, task.name]
        if !task.arguments.isEmpty { parts.append(arguments(task)) }
        if task.attempt > 1 { parts.append("(\(task.attempt) tries)") }
        if let time = task.ended ?? task.started ?? task.due { parts.append(time.ISO8601Format()) }
        if let error = task.error, task.state != .cancelled { parts.append("– " + firstLine(error)) }
        return parts.joined(separator: "  ")
    }

    /// All of one task.
    static func page(_ task: TaskRecord) -> String {
        var rows: [(String, String?)] = [
            ("id", task.id), ("name", task.name), ("queue", task.queue), ("state", task.state.rawValue),
            ("arguments", task.arguments.isEmpty ? nil : arguments(task)), ("key", task.key),
            ("priority", task.priority == 0 ? nil : "\(task.priority)"), ("tries", "\(task.attempt)"), ("worker", task.worker),
            ("asked for", task.created.ISO8601Format()), ("due", task.due?.ISO8601Format()),
            ("begun", task.started?.ISO8601Format()), ("ended", task.ended?.ISO8601Format()),
        ]
        if let started = task.started, let ended = task.ended {
            rows.append(("took", String(format: "%.3f s", max(0, ended.timeIntervalSince(started)))))
        }
        rows += [("result", task.result), ("error", task.error)]
        return rows.compactMap { name, value in
            value.map { name.padding(toLength: 11, withPad: " ", startingAt: 0) + $0 }
        }.joined(separator: "\n")
    }

    static func tell(_ task: TaskRecord, _ json: Bool) throws {
        if json { return try printJSON(task) }
        switch task.state {
        case .running: printLine("Task \(task.id) is being cancelled.")
        case .waiting: printLine("Task \(task.id) waits in queue \(task.queue).")
        default: printLine("Task \(task.id) is \(task.state.rawValue).")
        }
    }

    private static func arguments(_ task: TaskRecord) -> String {
        task.arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func firstLine(_ text: String) -> String {
        String(text.split(separator: "\n", maxSplits: 1).first.map(String.init)?.prefix(200) ?? "")
    }
}
