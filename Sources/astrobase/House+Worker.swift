import CeleryQueue
import Foundation
import Logging
import TaskQueue

extension House {
    /// What a worker does: the one place where its tasks are put together.
    ///
    /// - Parameter identity: who answers.
    static func handlers(
        identity: WorkerIdentity, log: Logger
    ) async throws -> (kinds: [TaskKind], handlers: [String: Worker.Handler]) {
        let kinds = [
            TaskKind(name: "astro_tasks.tasks.ping", queue: "astro", parameters: ["name"]),
            TaskKind(name: "astro_tasks.tasks.version", queue: "astro"),
        ]
        let host = WorkerIdentity.host
        let handlers: [String: Worker.Handler] = [
            "astro_tasks.tasks.ping": { task in "pong \(task.request.arguments["name"] ?? "") from \(host)" },
            "astro_tasks.tasks.version": { _ in "\(identity.software) \(identity.version) on \(host)" },
        ]
        return (kinds, handlers)
    }

    /// Where the broker is.
    static func broker(_ settings: Settings) throws -> BrokerAddress {
        guard let url = settings.broker, !url.isEmpty else {
            throw PlainError("RABBITMQ_BROKER is not set; it takes the broker's address, such as amqp://user:password@host:5672/.")
        }
        do { return try BrokerAddress(url: url) } catch { throw PlainError("RABBITMQ_BROKER: \(error).") }
    }
}
