import ArgumentParser
import Foundation
import TaskQueue

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Look at the queues of tasks, pause and resume them.",
        subcommands: [ListQueuesCommand.self, PauseQueueCommand.self, ResumeQueueCommand.self])
}

struct ListQueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "How many tasks wait, run and are dead.")

    @OptionGroup var homeOptions: HomeOptions
    @Flag(help: "Print one JSON object.") var json = false

    struct Line: Encodable {
        var queue: String
        var waiting, running, dead: Int
        var paused: Bool
    }

    func run() async throws {
        let lines = try await House.withQueue(homeOptions) { queue in
            let paused = try await queue.pausedQueues()
            let counts = try await queue.counts()
            let names = Set(counts.map(\.queue)).union(paused).union(House.taskKinds.map(\.queue))
            return names.sorted().map { name in
                let count = counts.first { $0.queue == name }
                return Line(
                    queue: name, waiting: count?.waiting ?? 0, running: count?.running ?? 0, dead: count?.dead ?? 0,
                    paused: paused.contains(name))
            }
        }
        if json {
            struct List: Encodable { var queues: [Line] }
            return try printJSON(List(queues: lines))
        }
        for line in lines {
            let rest = line.paused ? ", paused" : ""
            printLine("\(line.queue): \(line.waiting) waiting, \(line.running) running, \(line.dead) given up\(rest)")
        }
    }
}

struct PauseQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Begin no more tasks of a queue, also after a restart, until it is resumed.",
        discussion: "Tasks that run, run on.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The name of the queue.") var name: String

    func run() async throws {
        try await House.withQueue(homeOptions) { try await $0.pause(name) }
        printLine("Queue \(name) is paused.")
    }
}

struct ResumeQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Begin tasks of a paused queue again.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The name of the queue.") var name: String

    func run() async throws {
        try await House.withQueue(homeOptions) { try await $0.resume(name) }
        printLine("Queue \(name) is not paused.")
    }
}
