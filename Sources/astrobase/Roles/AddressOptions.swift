import ArgumentParser

/// Where a server listens.
struct AddressOptions: ParsableArguments {
    @Option(help: "The address to listen on. (default: ASTROBASE_HOST, else 127.0.0.1)") var host: String?
    @Option(help: "The port to listen on; 0 for any free one. (default: ASTROBASE_PORT, else 8000)") var port: Int?

    func validate() throws {
        if let port, !(0...65535).contains(port) {
            throw ValidationError("--port is \(port); it takes a number from 0 to 65535.")
        }
    }

    func applied(to settings: Settings) -> Settings {
        var settings = settings
        settings.host = host ?? settings.host
        settings.port = port ?? settings.port
        return settings
    }
}
