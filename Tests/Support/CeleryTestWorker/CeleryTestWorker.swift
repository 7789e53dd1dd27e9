import CeleryQueue
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TaskQueue
import UnixSignals

/// A worker with tasks that tests need and no user does, and a sender of such (broker: RABBITMQ_BROKER):
///
///     CeleryTestWorker NAME QUEUE=WIDTH…
///     CeleryTestWorker --send QUEUE COUNT FILE [SECONDS [PAUSE]]     prints how often the broker could not be had
@main
enum CeleryTestWorker {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let name = arguments.first, let url = ProcessInfo.processInfo.environment["RABBITMQ_BROKER"] else {
            FileHandle.standardError.write(Data("celery-test-worker NAME QUEUE=WIDTH…, and RABBITMQ_BROKER\n".utf8))
            exit(2)
        }
        var log = Logger(label: "celery-test-worker", factory: StreamLogHandler.standardError(label:))
        log.logLevel = .info
        if name == "--send" { return try await send(Array(arguments.dropFirst()), url, log) }
        var widths: [String: Int] = [:]
        for argument in arguments.dropFirst() {
            let parts = argument.split(separator: "=")
            widths[String(parts[0])] = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        }
        let identity = WorkerIdentity(name: WorkerIdentity.fullName(name), version: "0")
        let connection = try await AMQPConnection.connect(
            BrokerAddress(url: url), name: identity.name, patience: .seconds(30), maximumBody: 1 << 20, log: log)
        let control = WorkerControl(concurrency: widths)
        let queue = CeleryTaskQueue(
            connection: connection, queues: widths.keys.sorted(), kinds: TestTasks.kinds, identity: identity, control: control, log: log)
        var settings = Worker.Settings()
        settings.retry = RetryPolicy(attempts: 3, firstDelay: 0.2, longestDelay: 1, jitter: 0)
        let worker = Worker(
            name: identity.name, queue: queue, control: control, handlers: TestTasks.handlers(queue), settings: settings, log: log)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: CeleryWorker(queue: queue, worker: worker), successTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: log))
        let shutdowns = await control.shutdownRequests()
        let listener = Task { for await _ in shutdowns { await group.triggerGracefulShutdown() } }
        try await group.run()
        listener.cancel()
        await connection.close()
    }

    private static func send(_ words: [String], _ url: String, _ log: Logger) async throws {
        guard words.count >= 3, let count = Int(words[1]) else { exit(2) }
        let identity = WorkerIdentity(name: "sender", version: "0")
        let connection = try await AMQPConnection.connect(BrokerAddress(url: url), name: "sender", patience: .seconds(60), log: log)
        let tasks = CeleryTaskQueue(connection: connection, queues: [words[0]], identity: identity, log: log)
        let sending = Sending(
            queue: words[0], count: count, effects: words[2], seconds: words.count > 3 ? words[3] : nil,
            pause: words.count > 4 ? Double(words[4]) ?? 0 : 0)
        print(try await sending.run(tasks, log: log))
        await connection.close()
    }
}
