import ArgumentParser
import Foundation
import TaskQueue

struct SendTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Ask for a task.",
        discussion: """
            It is begun by a running `astrobase up` or worker. With --wait the command ends with the task: its result is printed; \
            when it is dead, cancelled or too late, or the time is over, the exit code is 1.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The name of the task, such as astro_tasks.tasks.run_ingest.") var name: String
    @Argument(help: "Its arguments: name=value, or values in the task's own order.") var arguments: [String] = []
    @Option(help: "The queue. (default: the one where workers look for such tasks)") var queue: String?
    @Option(help: "Tasks of a higher priority are begun first; brokers do not look at it.") var priority = 0
    @Option(help: ArgumentHelp("Not before this time, such as 2026-01-31T18:30:00Z.", valueName: "time")) var eta: String?
    @Option(help: ArgumentHelp("Not before so many seconds have passed.", valueName: "seconds")) var delay: Double?
    @Flag(help: "Wait for its end, and print its result.") var wait = false
    @Option(help: ArgumentHelp("How long to wait for its end.", valueName: "seconds")) var timeout = 600.0
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if eta != nil, delay != nil { throw ValidationError("--eta and --delay say the same thing: give one of them.") }
        if let eta, Self.time(eta) == nil {
            throw ValidationError("--eta is \"\(eta)\"; it takes a time such as 2026-01-31T18:30:00Z or 2026-01-31T19:30:00+01:00.")
        }
        if let delay, !(0...3.2e9).contains(delay) {
            throw ValidationError("--delay is \(delay); it takes a number of seconds from 0.")
        }
        guard (0...3.2e9).contains(timeout) else {
            throw ValidationError("--timeout is \(timeout); it takes a number of seconds from 0.")
        }
    }

    func run() async throws {
        try await House.withQueue(homeOptions) { queue in
            let request = try request()
            guard let id = try await queue.enqueue([request]).first else { throw PlainError("The queue took no task.") }
            guard wait else {
                struct Sent: Encodable { var id, name, queue: String }
                if json { return try printJSON(Sent(id: id, name: name, queue: request.queue)) }
                return printLine("Task \(id) waits in queue \(request.queue).")
            }
            guard let record = try await queue.wait(for: id, seconds: timeout) else {
                let state = try await queue.task(id)?.state.rawValue ?? "waiting"
                throw PlainError("After \(timeout.formatted()) s the task \(id) is still \(state); it goes on without this command.")
            }
            if json { try printJSON(record) } else if record.state == .done { printLine(record.result ?? "done") }
            guard record.state == .done else {
                if !json { printError("astrobase: the task \(id) is \(record.state.rawValue): \(record.error ?? "no reason kept")") }
                throw ExitCode(1)
            }
        }
    }

    private func request() throws -> TaskRequest {
        let kind = House.taskKinds.first { $0.name == name }
        guard let lane = queue ?? kind?.queue else {
            let known = House.taskKinds.map(\.name).sorted().joined(separator: ", ")
            throw PlainError("No task \(name) is known; those known are \(known). With --queue it is sent all the same.")
        }
        return TaskRequest(
            queue: lane, name: name, arguments: try TaskArguments.parse(arguments, name: name, kind: kind),
            notBefore: delay.map { Date(timeIntervalSinceNow: $0) } ?? eta.flatMap(Self.time), priority: priority)
    }

    /// ISO 8601 with a zone, with or without parts of seconds.
    private static func time(_ text: String) -> Date? {
        (try? Date(text, strategy: .iso8601)) ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}
