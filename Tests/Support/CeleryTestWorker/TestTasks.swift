import CeleryQueue
import Foundation
import TaskQueue

/// What the test worker does.
enum TestTasks {
    static let kinds = [
        TaskKind(name: "test.echo", queue: "astro", parameters: ["text", "more"], required: ["text"]),
        TaskKind(name: "test.noop", queue: "astro"),
        TaskKind(name: "test.job", queue: "astro", parameters: ["id"], required: ["id"]),
        TaskKind(name: "test.sleep", queue: "astro", parameters: ["seconds"], required: ["seconds"]),
        TaskKind(name: "test.fail", queue: "astro", parameters: ["message"], required: ["message"]),
        TaskKind(name: "test.flaky", queue: "astro", parameters: ["failures"], required: ["failures"]),
        TaskKind(name: "test.die", queue: "astro"),
        TaskKind(name: "test.effect", queue: "astro", parameters: ["file", "key", "seconds"], required: ["file", "key"]),
    ]

    static func handlers(_ queue: CeleryTaskQueue) -> [String: Worker.Handler] {
        [
            "test.echo": { task in
                [task.request.arguments["text"], task.request.arguments["more"]].compactMap(\.self).joined(separator: " ")
            },
            "test.noop": { _ in nil },
            "test.job": { task in "job \(task.request.arguments["id"] ?? "")" },
            "test.sleep": { task in
                try await Task.sleep(for: .seconds(Double(task.request.arguments["seconds"] ?? "") ?? 1))
                return "slept"
            },
            "test.fail": { task in throw PermanentFailure(task.request.arguments["message"] ?? "") },
            "test.flaky": { task in
                guard task.attempt > Int(task.request.arguments["failures"] ?? "") ?? 0 else { throw Weather(attempt: task.attempt) }
                return "attempt \(task.attempt)"
            },
            "test.die": { _ in
                kill(getpid(), SIGKILL)
                return nil
            },
            "test.effect": { task in
                let effects = Effects(task.request.arguments["file"] ?? "")
                let key = task.request.arguments["key"] ?? ""
                guard !effects.isMade(key) else { return "made before" }
                if let seconds = task.request.arguments["seconds"].flatMap(Double.init) { try await Task.sleep(for: .seconds(seconds)) }
                return try effects.make(key) ? "made" : "made meanwhile"
            },
        ]
    }

    struct Weather: Error, CustomStringConvertible {
        let attempt: Int
        var description: String { "clouds at attempt \(attempt)" }
    }
}
