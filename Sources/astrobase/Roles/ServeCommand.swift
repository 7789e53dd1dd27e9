import ArgumentParser
import SQLiteStore

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the REST API and the browser pages; workers on RabbitMQ do the rest.",
        discussion: """
            RABBITMQ_BROKER is the broker's address: amqp://user:password@host:5672/vhost, or amqps:// for TLS.
            `astrobase worker` and `astrobase beat` do the work. Ctrl-C or SIGTERM stops it.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var address: AddressOptions
    @Flag(help: "Print progress as one JSON object per line.") var json = false

    func run() async throws {
        let settings = try address.applied(to: Settings.read())
        _ = try House.broker(settings)
        try await Opening(home: homeOptions.folder(settings), settings: settings, printer: ProgressPrinter(json: json)).run {
            try House.serve(home: $0.home, settings: settings, store: $1, printer: $0.printer)
        }
    }
}
