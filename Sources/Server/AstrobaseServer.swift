public import Accounts
public import Catalogs
public import Ephemeris
public import Foundation
package import Hummingbird
public import Logging
public import Observations
public import Operations
public import Pipeline
public import Previews
public import ServiceLifecycle
public import TaskQueue
import Threads

import struct HummingbirdCore.MaximumAvailableConnections

/// The web server: REST API, files of the archive, pages.
public struct AstrobaseServer: Service {
    private let configuration: ServerConfiguration
    private let repository: any ObservationRepository
    private let jobs: any JobRepository
    private let cutouts: any CutoutRepository
    private let collections: (any CollectionRepository)?
    private let catalog: (any SkyCatalog)?
    private let lists: (any CatalogLists)?
    private let bodies: (any SmallBodies)?
    private let markers: any CommandMarkers
    private let queue: any Queue
    private let authenticator: Authenticator
    private let previews: Previews
    private let archiveRoot: URL
    private let health: Health
    private let metrics: MetricsPage
    private let nova: NovaFace?
    private let services: PageServices
    private let log: Logger
    private var listening: @Sendable (_ host: String, _ port: Int) -> Void

    /// - Parameters:
    ///   - collections: nil: the API has none.
    ///   - catalog: nil: only observations can be searched by position.
    ///   - lists: exoplanets, asteroids and comets; nil: the API has none.
    ///   - bodies: asteroids and comets by name and place; nil: the API knows none that move.
    ///   - markers: what commands can mark in pictures.
    ///   - archiveRoot: the folder that holds a folder for each task id.
    ///   - health: what `/healthz` looks at beside the database.
    ///   - metrics: what `/metrics` shows.
    ///   - nova: what answers nova's API; nil: nothing does.
    ///   - services: what pages do beside the records.
    ///   - listening: called once the server answers, with the address it is bound to.
    public init(
        configuration: ServerConfiguration, repository: any ObservationRepository, jobs: any JobRepository,
        cutouts: any CutoutRepository, collections: (any CollectionRepository)? = nil, catalog: (any SkyCatalog)? = nil,
        lists: (any CatalogLists)? = nil, bodies: (any SmallBodies)? = nil,
        markers: any CommandMarkers = CatalogMarkers(search: nil), queue: any Queue,
        authenticator: Authenticator, previews: Previews, archiveRoot: URL,
        health: Health = Health(), metrics: MetricsPage = MetricsPage([ProcessMetrics()]), nova: NovaFace? = nil,
        services: PageServices = PageServices(), log: Logger,
        listening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        self.repository = repository
        self.jobs = jobs
        self.cutouts = cutouts
        self.collections = collections
        self.catalog = catalog
        (self.lists, self.bodies) = (lists, bodies)
        self.markers = markers
        self.queue = queue
        self.authenticator = authenticator
        self.previews = previews
        self.archiveRoot = archiveRoot
        // The cheapest question that the database must be read for.
        self.health = health.adding(.answers("database") { _ = try await jobs.job(id: 0) })
        self.metrics = metrics
        self.nova = nova
        self.services = services
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
        router.add(middleware: CrossOrigin(origins: configuration.origins))
        router.add(middleware: APIHeader(basePath: configuration.basePath))
        router.add(middleware: ErrorMiddleware(basePath: configuration.basePath, pages: site.pages))
        router.add(middleware: TrailingSlash(basePath: configuration.basePath))
        router.add(
            middleware: VisitorMiddleware(
                authenticator: authenticator, basePath: configuration.basePath, origins: configuration.origins,
                legacyOpenCommands: configuration.legacyOpenCommands))
        // Again, where it is known who visits: the page that shows an error knows them too.
        router.add(middleware: ErrorMiddleware(basePath: configuration.basePath, pages: site.pages))
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
        if let collections { CollectionRoutes(site: site, collections: collections).add(to: api) }
        let maker = JobMaker(observations: repository, jobs: jobs, cutouts: cutouts, markers: markers)
        CommandRoutes(site: site, maker: maker).add(to: api)
        TokenRoute(site: site).add(to: api)
        EventRoutes(site: site).add(to: api)
        if let lists { CatalogRoutes(site: site, lists: lists).add(to: api) }
        if let bodies { SolarRoutes(site: site, bodies: bodies).add(to: api) }
        if let catalog { StarRoute(site: site, catalog: catalog).add(to: api) }
        ConeSearch(site: site, catalog: catalog).add(to: api)
        ImageAccess(site: site).add(to: api)
        let uploads = configuration.landingPad.map { landingPad in
            UploadFolder(landingPad: URL(filePath: landingPad, directoryHint: .isDirectory), maximum: configuration.maximumUpload)
        }
        if let uploads { UploadRoutes(site: site, uploads: uploads).add(to: api) }
        UploadPage(site: site, uploads: uploads).add(to: router)
        OpenAPIRoute(
            site: site, hasCollections: collections != nil, hasUploads: configuration.landingPad != nil, hasCatalog: catalog != nil,
            hasLists: lists != nil, hasBodies: bodies != nil
        ).add(to: router)
        FileRoutes(site: site).add(to: router)
        ViewerRoutes(site: site, markers: ViewerMarkers(markers: markers)).add(to: router)
        AssetRoutes().add(to: router)
        let projects = Projects(repository: repository)
        let collecting = Collecting(collections: collections, projects: projects)
        let list = ListPage(site: site, catalog: catalog, collecting: collecting, moving: MovingNames(bodies: bodies))
        list.add(to: router)
        if let collections { CollectionPages(site: site, collections: collections, projects: projects, list: list).add(to: router) }
        ProjectPages(site: site, projects: projects).add(to: router)
        SkyPage(site: site, catalog: catalog).add(to: router)
        let drawings = DrawingForms(site: site, maker: maker)
        drawings.add(to: router)
        DetailPage(site: site, drawings: drawings, collecting: collecting, layers: LayerChoices(lists: lists)).add(to: router)
        EditPage(site: site).add(to: router)
        WorkPage(site: site).add(to: router)
        PageActions(site: site).add(to: router)
        LogInPages(site: site).add(to: router)
        let tables = CatalogTables(
            repository: repository, lists: lists, catalog: catalog, pool: BlockingPool(name: "catalogue tables", width: 2))
        CatalogPages(site: site, lists: lists, bodies: bodies, tables: tables).add(to: router)
        TonightPage(site: site, tables: tables).add(to: router)
        SettingsPage(site: site, services: services).add(to: router)
        CutoutPages(site: site, services: services, maker: maker, catalog: catalog).add(to: router)
        if let nova {
            NovaRoutes(desk: nova.desk, keys: nova.keys).add(to: router)
            NovaFileRoutes(site: site, desk: nova.desk).add(to: router)
            NovaPages(site: site, desk: nova.desk).add(to: router)
        }
        return router
    }
}
