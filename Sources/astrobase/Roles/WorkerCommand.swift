import ArgumentParser
import Foundation
import TaskQueue

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Take tasks from queues on RabbitMQ, as Celery's workers do.",
        discussion: """
            RABBITMQ_BROKER is the broker's address: amqp://user:password@host:5672/vhost, or amqps:// for TLS. ASTROBASE_URL, \
            ASTROBASE_USER and ASTROBASE_PASSWORD lead to the records: of `astrobase serve`, or of the existing Django backend. \
            LANDING_PAD and LOCAL_DATA_DIR are folders that the server sees too.
            A worker of the queue registration also solves pictures, and draws their charts (queue drawing).
            Celery's own programs and Flower see and steer the worker. Ctrl-C, SIGTERM or a shutdown by remote control stop it.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var status: StatusOptions
    @Option(help: "The queues to take tasks from, separated by commas.") var queues = "registration,astro,cutout"
    @Option(help: "How many tasks of a queue run at once, such as registration=1,astro=2,cutout=2; one of each otherwise.")
    var concurrency: String?
    @Option(help: "The worker's name, unique on the broker; the host's name is added. (default: astrobase)") var name = "astrobase"
    @Flag(help: "Solve new photos at once, without waiting for \"Process\".") var autoProcess = false
    @Flag(help: "Print progress as one JSON object per line.") var json = false
    @Flag(help: "Send events of tasks from the start; Flower and `celery control enable_events` turn them on too.") var events = false

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
        var settings = try status.applied(to: Settings.read())
        settings.autoProcess = autoProcess || settings.autoProcess
        let (widths, chosen) = (try widths(), settings)
        try await House.explaining {
            try await House.worker(
                home: homeOptions.folder(chosen), settings: chosen, widths: widths, name: name, sendsEvents: events,
                printer: ProgressPrinter(json: json)
            ).run()
        }
    }
}
