import ArgumentParser
import CeleryQueue
import Foundation
import Logging
import ServiceLifecycle
import TaskQueue
import UnixSignals

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Take tasks from queues on RabbitMQ, as Celery's workers do.",
        discussion: """
            RABBITMQ_BROKER is the broker's address: amqp://user:password@host:5672/vhost, or amqps:// for TLS.
            Celery's own programs and Flower see and steer the worker. Ctrl-C, SIGTERM or a shutdown by remote control stop it.
            """)

    @Option(help: "The queues to take tasks from, separated by commas.") var queues = "registration,astro,cutout"
    @Option(help: "How many tasks of a queue run at once, such as registration=1,astro=2,cutout=2; one of each otherwise.")
    var concurrency: String?
    @Option(help: "The worker's name, unique on the broker; the host's name is added. (default: astrobase)") var name = "astrobase"
    @Flag(help: "Send events of tasks from the start; Flower and `celery control enable_events` turn them on too.") var events = false

    /// A task's message holds names and numbers; a larger one is a mistake, and many of them would fill the memory.
    private static let largestMessage = 1 << 20

    func validate() throws {
        _ = try widths()
        guard Self.isName(name) else { throw ValidationError("--name is \"\(name)\"; it takes letters, digits, and any of . _ - @.") }
    }

    /// For each queue, how many of its tasks run at once.
    func widths() throws -> [String: Int] {
        var widths: [String: Int] = [:]
        for queue in queues.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) where !queue.isEmpty {
            guard Self.isName(queue) else { throw ValidationError("--queues names \"\(queue)\", which is no name of a queue.") }
            widths[queue] = 1
        }
        guard !widths.isEmpty else { throw ValidationError("--queues names no queue.") }
        for part in (concurrency ?? "").split(separator: ",") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2, let count = Int(sides[1]), (1...WorkerControl.mostPlaces).contains(count) else {
                throw ValidationError("--concurrency has \"\(part)\"; it takes QUEUE=NUMBER, from 1 to \(WorkerControl.mostPlaces).")
            }
            guard widths[sides[0]] != nil else {
                throw ValidationError("--concurrency names the queue \"\(sides[0])\", which --queues does not.")
            }
            widths[sides[0]] = count
        }
        return widths
    }

    private static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count) && text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "._-@".utf8.contains(byte)
        }
    }

    func run() async throws {
        let settings = try Settings.read()
        let log = makeLogger(level: try House.level(settings))
        let address = try House.broker(settings)
        let widths = try widths()
        let identity = WorkerIdentity(name: WorkerIdentity.fullName(name), version: Version.string)
        let lastResort = LastResort()
        defer { lastResort.disarm() }
        try await House.explaining {
            let connection = try await AMQPConnection.connect(
                address, name: identity.name, patience: .seconds(300), maximumBody: Self.largestMessage, log: log)
            try await work(on: connection, widths: widths, identity: identity, log: log)
            await connection.close()
        }
    }

    private func work(on connection: AMQPConnection, widths: [String: Int], identity: WorkerIdentity, log: Logger) async throws {
        let tasks = try await House.handlers(identity: identity, log: log)
        let control = WorkerControl(concurrency: widths)
        let queue = CeleryTaskQueue(
            connection: connection, queues: widths.keys.sorted(), kinds: tasks.kinds, identity: identity, control: control,
            sendsTaskEvents: events, log: log)
        let worker = Worker(name: identity.name, queue: queue, control: control, handlers: tasks.handlers, log: log)
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: CeleryWorker(queue: queue, worker: worker), successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        let group = ServiceGroup(configuration: configuration)
        let requests = await control.shutdownRequests()
        let listener = Task { for await _ in requests { await group.triggerGracefulShutdown() } }
        defer { listener.cancel() }
        try await group.run()
    }
}
