public import ArgumentParser
import Foundation
public import TaskQueue

struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Ask for tasks, look at them, cancel them or have them tried again.",
        subcommands: [
            SendTaskCommand.self, ListTasksCommand.self, ShowTaskCommand.self, CancelTaskCommand.self, RetryTaskCommand.self,
        ])
}

struct ListTasksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Tasks, the newest first.",
        discussion: "Tasks that ended are kept for 30 days; those that run by the clock and had nothing to tell, for 2.")

    @OptionGroup var homeOptions: HomeOptions
    @Option(help: "Only those of this queue.") var queue: String?
    @Option(help: "Only those in this state: \(TaskState.allCases.map(\.rawValue).joined(separator: ", ")).") var state: TaskState?
    @Option(help: "Only those of this name.") var name: String?
    @Option(help: "At most so many.") var limit = 50
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is \(limit); it takes a number from 1.") }
    }

    func run() async throws {
        let tasks = try await House.withQueue(homeOptions) {
            try await $0.tasks(TaskFilter(queue: queue, state: state, name: name, limit: limit))
        }
        if json {
            struct List: Encodable { var tasks: [TaskRecord] }
            return try printJSON(List(tasks: tasks))
        }
        if tasks.isEmpty { printLine("No tasks.") }
        for task in tasks { printLine(TaskText.line(task)) }
    }
}

struct ShowTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "All that is known about one task.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The id of the task.") var id: String
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let task = try await House.withQueue(homeOptions) { try await $0.known(id) }
        if json { try printJSON(task) } else { printLine(TaskText.page(task)) }
    }
}

struct CancelTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a task that waits or runs.", discussion: "`task retry` takes it back.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The id of the task.") var id: String
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        try await House.withQueue(homeOptions) { queue in
            guard try await queue.cancel(id) else {
                throw PlainError("The task \(id) is \(try await queue.known(id).state.rawValue): only one that waits or runs is cancelled.")
            }
            // A broker does not show what waits there.
            guard let task = try await queue.task(id) else {
                return json ? try printJSON(["id": id]) : printLine("Workers are told to leave task \(id) alone.")
            }
            try TaskText.tell(task, json)
        }
    }
}

struct RetryTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Have a task that is dead or cancelled tried again.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The id of the task.") var id: String
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        try await House.withQueue(homeOptions) { queue in
            guard try await queue.retry(id) else {
                throw PlainError(
                    "The task \(id) is \(try await queue.known(id).state.rawValue): only one that is dead or cancelled is tried again.")
            }
            guard let task = try await queue.task(id) else {
                return json ? try printJSON(["id": id]) : printLine("Task \(id) waits again.")
            }
            try TaskText.tell(task, json)
        }
    }
}

extension TaskState: ExpressibleByArgument {}

extension QueueAdministration {
    /// - Throws: `PlainError` when no such task is known.
    func known(_ id: String) async throws -> TaskRecord {
        guard let task = try await task(id) else {
            throw PlainError("No task \(id) is known: `astrobase task list` shows those that are.")
        }
        return task
    }
}
