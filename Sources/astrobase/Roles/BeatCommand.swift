import ArgumentParser

struct BeatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beat", abstract: "Ask the workers on RabbitMQ by the clock to look for new photos and jobs.",
        discussion: """
            Every POLLING_IN_SECONDS (30). Of several that run only one acts; another takes over when it ends.
            RABBITMQ_BROKER is the broker's address. Ctrl-C or SIGTERM stops it.
            """)

    @OptionGroup var status: StatusOptions

    func run() async throws {
        let settings = try status.applied(to: Settings.read())
        try await House.explaining { try await House.beat(settings).run() }
    }
}
