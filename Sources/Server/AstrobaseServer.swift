public import Accounts
public import Foundation
package import Hummingbird
import struct HummingbirdCore.MaximumAvailableConnections
public import Logging
public import Observations
public import Operations
public import Previews
public import ServiceLifecycle
public import TaskQueue
import Threads

/// The web server: REST API, files of the archive, pages.
public struct AstrobaseServer: Service {
    private let configuration: ServerConfiguration
    private let repository: any ObservationRepository
    private let jobs: any JobRepository
    private let cutouts: any CutoutRepository
    private let queue: any Queue
    private let authenticator: Authenticator
    private let previews: Previews
    private let archiveRoot: URL
    private let health: Health
    private let metrics: MetricsPage
    private let log: Logger
    private var listening: @Sendable (_ host: String, _ port: Int) -> Void

    /// - Parameters:
    ///   - archiveRoot: the folder that holds a folder for each task id.
    ///   - health: what `/healthz` looks at beside the database.
    ///   - metrics: what `/metrics` shows.
    ///   - listening: called once the server answers, with the address it is bound to.
    public init(
        configuration: ServerConfiguration, repository: any ObservationRepository, jobs: any JobRepository,
        cutouts: any CutoutRepository, queue: any Queue,
        authenticator: Authenticator, previews: Previews, archiveRoot: URL,
        health: Health = Health(), metrics: MetricsPage = MetricsPage([ProcessMetrics()]), log: Logger,
        listening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        self.repository = repository
        self.jobs = jobs
        self.cutouts = cutouts
        self.queue = queue
        self.authenticator = authenticator
        self.previews = previews
        self.archiveRoot = archiveRoot
        // The cheapest question that the database must be read for.
        self.health = health.adding(.answers("database") { _ = try await jobs.job(id: 0) })
        self.metrics = metrics
        self.log = log
        self.listening = listening
    }

    /// This server, with another function to call once it answers.
    public func listening(_ listening: @escaping @Sendable (_ host: String, _ port: Int) -> Void) -> Self {
        var copy = self
        copy.listening = listening
        return copy
    }

    /// Serves until the task is cancelled or the service group shuts down. Answers under way then have
    /// `ServerConfiguration.graceSeconds` to end.
    ///
    /// - Throws: `ListeningError` where the address cannot be had.
    public func run() async throws {
        let application = try application()
        do {
            try await GracePeriod.run(seconds: configuration.graceSeconds) { try await application.run() }
        } catch let error as ListeningError {
            throw error
        } catch {
            throw ListeningError(error, host: configuration.host, port: configuration.port) ?? error
        }
    }

    /// All routes as an application; tests run it in-process.
    package func application() throws -> some ApplicationProtocol {
        let router = try router()
        var settings = ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port), serverName: "Astrobase")
        settings.availableConnectionsDelegate = MaximumAvailableConnections(configuration.maximumConnections)
        var quiet = log
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        return Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))), configuration: settings,
            onServerRunning: { [configuration, listening, log] channel in
                let port = channel.localAddress?.port ?? configuration.port
                log.info("Listening.", metadata: ["address": "http://\(configuration.host):\(port)/"])
                listening(configuration.host, port)
            },
            logger: quiet)
    }

    private func router() throws -> Router<VisitContext> {
        let site = Site(
            configuration: configuration, repository: repository, jobs: jobs, cutouts: cutouts, queue: queue, authenticator: authenticator,
            previews: previews,
            files: ArchiveFiles(root: archiveRoot, pool: BlockingPool(name: "archive files", width: 4)),
            pages: try PageTemplates(sources: configuration.skySources), log: log)
        let router = Router(context: VisitContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: APIHeader(basePath: configuration.basePath))
        router.add(middleware: ErrorMiddleware(basePath: configuration.basePath, pages: site.pages))
        router.add(middleware: TrailingSlash(basePath: configuration.basePath))
        router.add(middleware: VisitorMiddleware(authenticator: authenticator, basePath: configuration.basePath))
        StatusRoutes(health: health, metrics: metrics).add(to: router)
        let api = router.group(RouterPath(configuration.basePath))
        api.get("") { _, _ in Response(redirectingTo: "/", status: .found) }
        ObservationRoutes(site: site).add(to: api)
        TaskIDRoute(site: site).add(to: api)
        ProductsRoute(site: site).add(to: api)
        BoxesRoute(site: site).add(to: api)
        JobRoutes(site: site).add(to: api)
        CutoutRoutes(site: site).add(to: api)
        CutoutDirectoryRoutes(site: site).add(to: api)
        FileRoutes(site: site).add(to: router)
        AssetRoutes().add(to: router)
        ListPage(site: site).add(to: router)
        DetailPage(site: site).add(to: router)
        PageActions(site: site).add(to: router)
        LogInPages(site: site).add(to: router)
        return router
    }
}
