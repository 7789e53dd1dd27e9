import CeleryQueue
import Foundation
import Logging
import TaskQueue

/// Sends tasks `test.effect` with the keys 0 ..< COUNT, some at a time; tries each until the broker has it.
struct Sending: Sendable {
    let queue: String
    let count: Int
    let effects: String
    /// How long each task takes.
    let seconds: String?
    /// Between pieces of 50, in seconds.
    let pause: Double

    /// - Returns: how often the broker could not be had.
    func run(_ tasks: CeleryTaskQueue, log: Logger) async throws -> Int {
        var failures = 0
        for start in stride(from: 0, to: count, by: 50) {
            let requests = (start..<min(start + 50, count)).map { number in
                var arguments = ["file": effects, "key": "\(number)"]
                arguments["seconds"] = seconds
                return TaskRequest(id: "effect-\(number)", queue: queue, name: "test.effect", arguments: arguments)
            }
            while true {
                do {
                    try await tasks.enqueue(requests)
                    break
                } catch {
                    // Some of them may be there: a task that comes twice finds its effect made.
                    failures += 1
                    log.info("not sent yet", metadata: ["error": "\(error)"])
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            try await Task.sleep(for: .seconds(pause))
        }
        return failures
    }
}
