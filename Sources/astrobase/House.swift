import Accounts
import Catalogs
import FileArchive
import Foundation
import Logging
import Pipeline
import PlateSolving
import Previews
import SQLiteAccounts
import SQLiteQueue
import SQLiteRepository
import SQLiteStore
import Server
import ServiceLifecycle
import TaskQueue
import UnixSignals

/// The rooms of `astrobase up`, put together.
struct House {
    private let services: [any Service]
    private let log: Logger

    init(home: HomeFolder, settings: Settings, store: Store, printer: ProgressPrinter) async throws {
        let log = makeLogger(level: try Self.level(settings))
        self.log = log
        let repository = SQLiteObservationRepository(store: store)
        let queue = SQLiteTaskQueue(store: store)
        let worker = "up-\(getpid())"
        // The lock of the home says that nobody else is at work: tasks still leased belong to a process that is gone.
        try await queue.release(workersBeginningWith: "up-")

        let archive = try FileArchive(folder: home.data)
        let previews = Previews(cacheFolder: home.cache, width: 1)
        let solver = try LocalSolver(
            engine: try Self.engine(settings), folder: home.solver, slots: settings.solveSlots,
            timeout: settings.solveSeconds, log: log)

        var pipeline = PipelineConfiguration()
        pipeline.autoProcess = settings.autoProcess
        pipeline.zone = settings.timeZone
        pipeline.limitMegapixels = settings.maxMegapixels
        pipeline.pollingSeconds = settings.pollingSeconds
        pipeline.trashDays = settings.trashDays
        let catalog = Self.catalog(home, log)
        let registration = try Registration(
            landingPad: home.landingPad, archive: archive, repository: repository, solver: solver, queue: queue,
            catalog: catalog, indexFolder: settings.indexFolder,
            removePreviews: { await previews.remove(taskID: $0) }, configuration: pipeline, log: log)

        var server = ServerConfiguration()
        server.host = settings.host
        server.port = settings.port
        server.dataHost = settings.dataHost
        server.landingPad = home.landingPad.path
        server.skySources = catalog?.sources ?? []

        services = [
            Following(events: registration.progress.events()) { printer.show($0) },
            OutboxRelay(store: store, queue: queue, log: log),
            Worker(
                name: worker, queue: queue,
                control: WorkerControl(concurrency: [RegistrationTasks.queue: 4, RegistrationTasks.drawingQueue: 1]),
                handlers: registration.handlers().merging([Self.pruneTask: Self.prune(queue)]) { $1 },
                log: log),
            Heartbeat(
                queue: queue,
                beats: [.init(TaskRequest(queue: RegistrationTasks.queue, name: Self.pruneTask, key: Self.pruneTask), every: 3600)],
                log: log),
            registration,
            await Solving(solver: solver, registration: registration, printer: printer),
            AstrobaseServer(
                configuration: server, repository: repository, jobs: SQLiteJobRepository(store: store),
                cutouts: SQLiteCutoutRepository(store: store), queue: queue,
                authenticator: Authenticator(store: SQLiteAccountStore(store: store)), previews: previews,
                archiveRoot: home.data, log: log,
                listening: { host, port in printer.listening("http://\(host.contains(":") ? "[\(host)]" : host):\(port)/") }),
        ]
    }

    /// All services; they end together, on Ctrl-C or SIGTERM, or when one of them fails.
    func group() -> ServiceGroup {
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(6)
        return ServiceGroup(configuration: configuration)
    }

    static func engine(_ settings: Settings) throws -> any SolveEngine {
        guard let program = Bundle.main.executablePath else {
            throw PlainError("The path of this program cannot be found, which solvers are guarded by.")
        }
        var configuration = SolveFieldConfiguration(guardProgram: [program, "guard"])
        configuration.indexFolder = settings.indexFolder
        configuration.memoryBytes = settings.solveMegabytes << 20
        configuration.limitMegapixels = settings.maxMegapixels
        return SolveFieldEngine(configuration)
    }

    /// Nil where there is none, or none that can be read: charts then show no stars.
    private static func catalog(_ home: HomeFolder, _ log: Logger) -> CatalogFile? {
        guard FileManager.default.fileExists(atPath: home.skyCatalog.path) else { return nil }
        do {
            return try CatalogFile(path: home.skyCatalog.path)
        } catch {
            log.warning("pictures are drawn without stars", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    static func level(_ settings: Settings) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw PlainError("ASTROBASE_LOG_LEVEL is \"\(settings.logLevel)\"; it takes one of \(levels).")
        }
        return level
    }
}

/// Solves what was submitted, and has the pipeline look at once when something was solved.
private struct Solving: Service {
    let solver: LocalSolver
    let registration: Registration
    let printer: ProgressPrinter
    let news: AsyncStream<SolverNews>

    init(solver: LocalSolver, registration: Registration, printer: ProgressPrinter) async {
        self.solver = solver
        self.registration = registration
        self.printer = printer
        news = await solver.news()
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await solver.run() }
                group.addTask {
                    for await event in news {
                        switch event.state {
                        case .solving: printer.solving(event.submission)
                        case .solved, .failed: await registration.solverHasNews()
                        case .waiting, .unknown: continue
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// Hands each element of a stream on, until it ends or the group shuts down.
private struct Following<Element: Sendable>: Service {
    let events: AsyncStream<Element>
    let action: @Sendable (Element) async -> Void

    func run() async throws {
        for await event in events.cancelOnGracefulShutdown() { await action(event) }
    }
}
