import Accounts
import Catalogs
import CeleryQueue
import Foundation
import Logging
import Operations
import Pipeline
import Previews
import SQLiteAccounts
import SQLiteCatalogs
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
        let previews = Previews(
            cacheFolder: home.cache, width: 1,
            layers: LayerDrawing.drawing(catalog: catalog(home, log), limitMegapixels: settings.maxMegapixels))
        let metrics = MetricsPage(
            role: "serve", version: Version.string, [QueueMetrics(queue: queue, names: queueNames, isShared: true)])
        let nova = try nova(home: home, settings: settings, store: store, catalog: catalog(home, log), log)
        let services: [any Service] = [
            Connecting(connection: connection),
            OutboxRelay(store: store, queue: queue, log: log),
            server(
                home: home, settings: settings, store: store, observations: SQLiteObservationRepository(store: store),
                jobs: SQLiteJobRepository(store: store), queue: queue, previews: previews, catalog: catalog(home, log),
                metrics: metrics, nova: nova, printer, log),
        ]
        return House(
            services: (services + [nova?.desk].compactMap { $0 }).map { ServiceConfiguration(service: $0) }, log: log
        ) { await connection.close() }
    }

    /// - Parameters observations, jobs: those through which changes are made here, so that the server can tell of them.
    static func server(
        home: HomeFolder, settings: Settings, store: Store, observations: SQLiteObservationRepository, jobs: SQLiteJobRepository,
        queue: any TaskQueue.Queue, previews: Previews, catalog: CatalogFile?,
        metrics: MetricsPage, nova: NovaFace?, _ printer: ProgressPrinter, _ log: Logger
    ) -> AstrobaseServer {
        var server = ServerConfiguration()
        server.host = settings.host
        server.port = settings.port
        server.dataHost = settings.dataHost
        server.landingPad = home.landingPad.path
        server.skySources = catalog?.sources ?? []
        server.basePath = settings.basePath
        server.origins = settings.origins
        server.legacyOpenCommands = settings.legacyOpenCommands
        server.maximumUpload = settings.uploadMegabytes << 20
        server.place = settings.site
        let lists = CatalogFolder(folder: home.catalogs)
        return AstrobaseServer(
            configuration: server, repository: observations, jobs: jobs, cutouts: SQLiteCutoutRepository(store: store),
            collections: SQLiteCollectionRepository(store: store), catalog: catalog, lists: lists, bodies: lists,
            markers: markers(lists, settings, catalog), queue: queue,
            authenticator: Authenticator(store: SQLiteAccountStore(store: store)), previews: previews,
            archiveRoot: home.data, metrics: metrics, nova: nova, services: pageServices(home, settings, store, nova), log: log,
            listening: { host, port in printer.listening("http://\(host.contains(":") ? "[\(host)]" : host):\(port)/") })
    }
}

extension House {
    /// What commands can mark in pictures.
    static func markers(_ lists: CatalogFolder, _ settings: Settings, _ catalog: CatalogFile?) -> SkyMarkers {
        var search: (@Sendable (String) -> CatalogMatch?)?
        if let catalog { search = { name in catalog.search(name: name, limit: 1).first } }
        return SkyMarkers(search: search, bodies: lists, hosts: lists, site: settings.site)
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
