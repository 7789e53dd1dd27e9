import Accounts
import ArgumentParser
import Foundation
import Operations
import SQLiteAccounts
import SQLiteStore
import ServiceLifecycle

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Run everything in one process: landing pad, solver, archive, browser pages.",
        discussion: "Ctrl-C or SIGTERM stops it.")

    @OptionGroup var homeOptions: HomeOptions
    @Option(help: "The address to listen on. (default: ASTROBASE_HOST, else 127.0.0.1)") var host: String?
    @Option(help: "The port to listen on; 0 for any free one. (default: ASTROBASE_PORT, else 8000)") var port: Int?
    @Flag(help: "Solve new photos at once, without waiting for \"Process\".") var autoProcess = false
    @Flag(help: "Print progress as one JSON object per line.") var json = false

    func validate() throws {
        if let port, !(0...65535).contains(port) {
            throw ValidationError("--port is \(port); it takes a number from 0 to 65535.")
        }
    }

    func run() async throws {
        var settings = try Settings.read()
        settings.host = host ?? settings.host
        settings.port = port ?? settings.port
        settings.autoProcess = autoProcess || settings.autoProcess
        let home = homeOptions.folder(settings)
        try home.create()
        let lock = try HomeLock(home)
        defer { withExtendedLifetime(lock) {} }

        try await examine(home, settings)
        let printer = ProgressPrinter(json: json)
        let store = try await House.explaining { try Store.open(path: home.database.path) }
        try await addFirstUser(SQLiteAccountStore(store: store), printer)
        let house = try await House.explaining {
            try await House(home: home, settings: settings, store: store, printer: printer)
        }
        let lastResort = LastResort()
        defer { lastResort.disarm() }
        try await House.explaining { try await house.group().run() }
        printer.note("Stopped.")
    }

    /// Says what is missing. Only what makes work impossible ends the start.
    private func examine(_ home: HomeFolder, _ settings: Settings) async throws {
        if Restore.isUnfinished(home.paths) {
            throw PlainError("A restore into \(home.root.path) was not finished: run `astrobase restore` again.")
        }
        for finding in await House.doctor(home, settings).examine() where finding.status != .ok {
            printError(finding.description)
            if finding.status == .problem, finding.name == "database" {
                throw PlainError("Astrobase cannot start without a sound database.")
            }
        }
    }

    private func addFirstUser(_ accounts: any AccountStore, _ printer: ProgressPrinter) async throws {
        guard try await accounts.users().isEmpty else { return }
        let password = NewUser.madeUpPassword()
        try await NewUser.add("astrobase", role: .admin, password: password, to: accounts)
        printer.firstUser(name: "astrobase", password: password)
    }
}
