import Accounts
import Catalogs
import CeleryQueue
import Foundation
import Logging
import Operations
import Previews
import SQLiteAccounts
import SQLiteRepository
import SQLiteStore
import Server
import ServiceLifecycle
import TaskQueue

extension House {
    /// REST API and pages over this home's database; tasks go to the broker.
    static func serve(home: HomeFolder, settings: Settings, store: Store, printer: ProgressPrinter) throws -> House {
        let log = makeLogger(level: try level(settings))
        let name = "astrobase-serve@\(WorkerIdentity.host)"
        // Pages are served while the broker is away; what is to be done waits in the outbox.
        let connection = try AMQPConnection.connecting(try broker(settings), name: name, log: log)
        let queue = CeleryTaskQueue(
            connection: connection, queues: queueNames, identity: WorkerIdentity(name: name, version: Version.string), log: log)
        let previews = Previews(cacheFolder: home.cache, width: 1)
        let metrics = MetricsPage(
            role: "serve", version: Version.string, [QueueMetrics(queue: queue, names: queueNames, isShared: true)])
        let services: [any Service] = [
            Connecting(connection: connection),
            OutboxRelay(store: store, queue: queue, log: log),
            server(
                home: home, settings: settings, store: store, queue: queue, previews: previews, catalog: catalog(home, log),
                metrics: metrics, printer, log),
        ]
        return House(services: services.map { ServiceConfiguration(service: $0) }, log: log) { await connection.close() }
    }

    static func server(
        home: HomeFolder, settings: Settings, store: Store, queue: any TaskQueue.Queue, previews: Previews, catalog: CatalogFile?,
        metrics: MetricsPage, _ printer: ProgressPrinter, _ log: Logger
    ) -> AstrobaseServer {
        var server = ServerConfiguration()
        server.host = settings.host
        server.port = settings.port
        server.dataHost = settings.dataHost
        server.landingPad = home.landingPad.path
        server.skySources = catalog?.sources ?? []
        return AstrobaseServer(
            configuration: server, repository: SQLiteObservationRepository(store: store), jobs: SQLiteJobRepository(store: store),
            cutouts: SQLiteCutoutRepository(store: store), queue: queue,
            authenticator: Authenticator(store: SQLiteAccountStore(store: store)), previews: previews,
            archiveRoot: home.data, metrics: metrics, log: log,
            listening: { host, port in printer.listening("http://\(host.contains(":") ? "[\(host)]" : host):\(port)/") })
    }
}

/// Ends the program where the broker refuses it; one that is away is waited for.
struct Connecting: Service {
    let connection: AMQPConnection

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do { try await connection.opened() } catch let error as AMQPError {
                throw PlainError("The broker \(connection.address): \(error).")
            }
            // A service that ends, ends the others.
            try await Task.sleep(for: .seconds(1 << 40))
        }
    }
}
