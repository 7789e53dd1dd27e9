package import Hummingbird
import struct HummingbirdCore.MaximumAvailableConnections
public import Logging
public import Operations
public import ServiceLifecycle

/// A web server of nothing but `/healthz` and `/metrics`, for roles that have no other.
public struct StatusServer: Service {
    private let host: String
    private let port: Int
    private let health: Health
    private let metrics: MetricsPage
    private let log: Logger
    private let listening: @Sendable (_ host: String, _ port: Int) -> Void

    /// - Parameters:
    ///   - port: 0: any free one.
    ///   - listening: called once the server answers, with the address it is bound to.
    public init(
        host: String, port: Int, health: Health, metrics: MetricsPage, log: Logger,
        listening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
    ) {
        self.host = host
        self.port = port
        self.health = health
        self.metrics = metrics
        self.log = log
        self.listening = listening
    }

    /// Answers until the task is cancelled or the service group shuts down.
    ///
    /// - Throws: `ListeningError` where the address cannot be had.
    public func run() async throws {
        let application = application()
        do {
            try await GracePeriod.run(seconds: 1) { try await application.run() }
        } catch let error as ListeningError {
            throw error
        } catch {
            throw ListeningError(error, host: host, port: port) ?? error
        }
    }

    package func application() -> some ApplicationProtocol {
        let router = Router(options: .autoGenerateHeadEndpoints)
        StatusRoutes(health: health, metrics: metrics).add(to: router)
        var settings = ApplicationConfiguration(address: .hostname(host, port: port), serverName: "Astrobase")
        settings.availableConnectionsDelegate = MaximumAvailableConnections(100)
        var quiet = log
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        return Application(
            router: router, server: .http1(configuration: .init(idleTimeout: .seconds(60))), configuration: settings,
            onServerRunning: { [host, port, listening, log] channel in
                let port = channel.localAddress?.port ?? port
                log.info("Status.", metadata: ["address": "http://\(host):\(port)/healthz"])
                listening(host, port)
            },
            logger: quiet)
    }
}
