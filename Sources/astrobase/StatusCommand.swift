import ArgumentParser
import Foundation
import Observations
import SQLiteQueue
import SQLiteRepository
import SQLiteStore
import TaskQueue

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How many observations stand where, what failed and why, what waits.")

    @OptionGroup var homeOptions: HomeOptions
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        try home.requireDatabase()
        let store = try Store.open(path: home.database.path)
        let report = try await StatusReport(
            repository: SQLiteObservationRepository(store: store), queue: SQLiteTaskQueue(store: store))
        if json { try printJSON(report) } else { printLine(report.description) }
    }
}

/// The state of a home in numbers.
struct StatusReport: Encodable, CustomStringConvertible {
    struct Failure: Encodable {
        var taskID: String
        var name: String
        var status: String
        var reason: String
    }

    var observations: [String: Int] = [:]
    var failures: [Failure] = []
    var queues: [QueueCounts] = []

    init(repository: any ObservationRepository, queue: any Queue) async throws {
        for (status, count) in try await repository.countsByStatus() where count > 0 {
            observations[status.rawValue] = count
        }
        var query = ObservationQuery()
        query.statuses = [.failed, .failedSubmitting]
        query.limit = 1000
        repeat {
            let page = try await repository.observations(matching: query)
            failures += page.items.map {
                Failure(
                    taskID: $0.taskID, name: $0.name, status: $0.status.rawValue, reason: $0.reason ?? "no reason kept")
            }
            query.offset += query.limit
            if query.offset >= page.total { break }
        } while true
        queues = try await queue.counts().sorted { $0.queue < $1.queue }
    }

    var description: String {
        var lines: [String] = []
        let total = observations.values.reduce(0, +)
        lines.append(total == 1 ? "1 observation" : "\(total) observations")
        for (status, count) in observations.sorted(by: { $0.key < $1.key }) { lines.append("  \(status): \(count)") }
        if !failures.isEmpty {
            lines.append("Not solved:")
            for failure in failures { lines.append("  \(failure.taskID) \(failure.name): \(failure.reason)") }
        }
        for counts in queues {
            lines.append(
                "Queue \(counts.queue): \(counts.waiting) waiting, \(counts.running) running, \(counts.dead) given up")
        }
        return lines.joined(separator: "\n")
    }
}
