import CeleryQueue
import Foundation
import Logging
import Pipeline
import SQLiteQueue
import SQLiteStore
import TaskQueue

extension House {
    /// Does something with the queues that the settings name: those of the home, or with RABBITMQ_BROKER those of the broker.
    static func withQueue<R>(_ options: HomeOptions, _ body: (any QueueAdministration) async throws -> R) async throws -> R {
        let settings = try Settings.read()
        return try await explaining {
            guard settings.broker != nil else {
                let home = options.folder(settings)
                try home.requireDatabase()
                return try await body(SQLiteTaskQueue(store: try Store.open(path: home.database.path)))
            }
            var log = makeLogger(level: try level(settings))
            log.logLevel = max(log.logLevel, .warning)
            let name = "astrobase-\(getpid())@\(WorkerIdentity.host)"
            let connection = try await connect(settings, name: name, patience: .zero, log: log)
            let queue = CeleryTaskQueue(
                connection: connection, queues: queueNames, identity: WorkerIdentity(name: name, version: Version.string),
                wantsResults: true, log: log)
            do {
                let result = try await body(queue)
                await end(queue, connection)
                return result
            } catch {
                await end(queue, connection)
                throw error
            }
        }
    }

    private static func end(_ queue: CeleryTaskQueue, _ connection: AMQPConnection) async {
        await queue.close()
        await connection.close(within: .seconds(2))
    }

    /// The tasks that workers on a broker know.
    static let workerKinds =
        RegistrationTasks.kinds + JobTasks.kinds + [
            TaskKind(name: pingTask, queue: JobTasks.queue, parameters: ["name"]),
            TaskKind(name: versionTask, queue: JobTasks.queue),
        ]

    /// The tasks that this program knows.
    static let taskKinds = workerKinds + [TaskKind(name: pruneTask, queue: RegistrationTasks.queue)]

    static let queueNames = Set(taskKinds.map(\.queue)).sorted()

    /// Forgets tasks that ended long ago.
    static let pruneTask = "astrobase.prune_tasks"

    static func prune(_ queue: SQLiteTaskQueue) -> Worker.Handler {
        { _ in
            let count = try await queue.prune()
            return count > 0 ? "\(count) forgotten" : nil
        }
    }

    private static let pingTask = "astro_tasks.tasks.ping"
    private static let versionTask = "astro_tasks.tasks.version"

    /// The tasks that ask a worker whether it is there, and what it is.
    static func answers() -> [String: Worker.Handler] {
        let host = WorkerIdentity.host
        return [
            pingTask: { task in "pong \(task.request.arguments["name"] ?? "") from \(host)" },
            versionTask: { _ in "astrobase \(Version.string) on \(host)" },
        ]
    }
}
