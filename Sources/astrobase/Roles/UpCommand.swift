import ArgumentParser

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Run everything in one process: landing pad, solver, archive, browser pages.",
        discussion: "Ctrl-C or SIGTERM stops it.")

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var address: AddressOptions
    @Flag(help: "Solve new photos at once, without waiting for \"Process\".") var autoProcess = false
    @Flag(help: "Print progress as one JSON object per line.") var json = false

    func run() async throws {
        var settings = try address.applied(to: Settings.read())
        settings.autoProcess = autoProcess || settings.autoProcess
        let chosen = settings
        try await Opening(home: homeOptions.folder(settings), settings: settings, printer: ProgressPrinter(json: json)).run {
            try await House.up(home: $0.home, settings: chosen, store: $1, printer: $0.printer)
        }
    }
}
