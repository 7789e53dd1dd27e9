import CeleryQueue
import Logging
import Operations
import Pipeline
import ServiceLifecycle
import TaskQueue

extension House {
    /// Asks workers on the broker, by the clock, for the tasks that nobody else asks for.
    static func beat(_ settings: Settings) async throws -> House {
        let log = makeLogger(level: try level(settings))
        let name = "astrobase-beat@\(WorkerIdentity.host)"
        let connection = try await connect(settings, name: name, patience: .seconds(300), log: log)
        let queue = CeleryTaskQueue(
            connection: connection, queues: queueNames, identity: WorkerIdentity(name: name, version: Version.string), log: log)
        let beat = CeleryBeat(
            queue: queue, requests: [RegistrationTasks.request(RegistrationTasks.pipeline), JobTasks.request()],
            every: settings.pollingSeconds, log: log)
        let status = status(
            settings, health: Health([.connected("broker") { connection.isConnected }]),
            metrics: MetricsPage(
                role: "beat", version: Version.string, [QueueMetrics(queue: queue, names: queueNames, isShared: true)]), log)
        return House(services: status + [ServiceConfiguration(service: beat)], log: log) { await connection.close() }
    }
}
