import Catalogs
import CeleryQueue
import Foundation
import Logging
import Pipeline
import PlateSolving
import ServiceLifecycle
import TaskQueue
import UnixSignals

/// The rooms of one role, put together: what runs until it is stopped.
struct House {
    typealias ServiceConfiguration = ServiceGroupConfiguration.ServiceConfiguration

    var services: [ServiceConfiguration]
    var log: Logger
    /// Seconds for an orderly end.
    var grace = 6
    /// Where others than signals ask for the end.
    var control: WorkerControl?
    /// What is closed after everything has ended.
    var close: @Sendable () async -> Void = {}

    /// Runs all services; they end together, on Ctrl-C or SIGTERM, or when one of them fails.
    func run() async throws {
        let lastResort = LastResort()
        defer { lastResort.disarm() }
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(grace)
        let group = ServiceGroup(configuration: configuration)
        let requests = await control?.shutdownRequests()
        let listener = Task {
            if let requests { for await _ in requests { await group.triggerGracefulShutdown() } }
        }
        defer { listener.cancel() }
        do { try await group.run() } catch {
            await close()
            throw error
        }
        await close()
    }
}

// What several roles are made of
extension House {
    /// Nil where there is none, or none that can be read: charts then show no stars.
    static func catalog(_ home: HomeFolder, _ log: Logger) -> CatalogFile? {
        guard FileManager.default.fileExists(atPath: home.skyCatalog.path) else { return nil }
        do {
            return try CatalogFile(path: home.skyCatalog.path)
        } catch {
            log.warning("pictures are drawn without stars", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    static func pipeline(_ settings: Settings) -> PipelineConfiguration {
        var pipeline = PipelineConfiguration()
        pipeline.autoProcess = settings.autoProcess
        pipeline.zone = settings.timeZone
        pipeline.limitMegapixels = settings.maxMegapixels
        pipeline.trashDays = settings.trashDays
        return pipeline
    }

    static func level(_ settings: Settings) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw PlainError("ASTROBASE_LOG_LEVEL is \"\(settings.logLevel)\"; it takes one of \(levels).")
        }
        return level
    }

    /// Where the broker is.
    static func broker(_ settings: Settings) throws -> BrokerAddress {
        guard let url = settings.broker, !url.isEmpty else {
            throw PlainError("RABBITMQ_BROKER is not set; it takes the broker's address, such as amqp://user:password@host:5672/.")
        }
        do { return try BrokerAddress(url: url) } catch { throw PlainError("RABBITMQ_BROKER: \(error).") }
    }

    /// - Parameter name: who this program is on the broker, and in its list of connections.
    static func connect(_ settings: Settings, name: String, patience: Duration, log: Logger) async throws -> AMQPConnection {
        let address = try broker(settings)
        do {
            return try await AMQPConnection.connect(
                address, name: name, patience: patience, maximumBody: largestMessage, log: log)
        } catch let error as AMQPError {
            throw PlainError("The broker \(address): \(error).")
        }
    }

    /// A task's message holds names and numbers; a larger one is a mistake, and many of them would fill the memory.
    private static let largestMessage = 1 << 20
}
