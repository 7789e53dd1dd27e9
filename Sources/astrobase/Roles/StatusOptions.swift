import ArgumentParser

/// Where a role without pages tells how it does.
struct StatusOptions: ParsableArguments {
    @Option(help: "The address of /healthz and /metrics. (default: ASTROBASE_STATUS_HOST, else 127.0.0.1)")
    var statusHost: String?
    @Option(help: "Their port, 0 for any free one; without it they are not served. (default: ASTROBASE_STATUS_PORT)")
    var statusPort: Int?

    func validate() throws {
        if let statusPort, !(0...65535).contains(statusPort) {
            throw ValidationError("--status-port is \(statusPort); it takes a number from 0 to 65535.")
        }
    }

    func applied(to settings: Settings) -> Settings {
        var settings = settings
        settings.statusHost = statusHost ?? settings.statusHost
        settings.statusPort = statusPort ?? settings.statusPort
        return settings
    }
}
