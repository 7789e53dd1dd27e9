import FileArchive
import Foundation
import Imaging
import Logging
import Operations
import Pipeline
import PlateSolving
import Previews
import SQLiteCatalogs
import SQLiteQueue
import SQLiteRepository
import SQLiteStore
import Server
import ServiceLifecycle
import TaskQueue

extension House {
    /// Everything in one process: landing pad, queues, solver, jobs, pages.
    static func up(home: HomeFolder, settings: Settings, store: Store, printer: ProgressPrinter) async throws -> House {
        let log = makeLogger(level: try level(settings))
        let observations = SQLiteObservationRepository(store: store)
        let jobs = SQLiteJobRepository(store: store)
        let queue = SQLiteTaskQueue(store: store)
        // The lock of the home says that nobody else is at work: tasks still leased belong to a process that is gone.
        try await queue.release(workersBeginningWith: "up-")

        let archive = try FileArchive(folder: home.data)
        let solvers = try solvers(settings, folder: home.solver, log)
        let catalog = catalog(home, log)
        let previews = Previews(
            cacheFolder: home.cache, width: 1,
            layers: LayerDrawing.drawing(catalog: catalog, limitMegapixels: settings.maxMegapixels))
        let annotations = WantedAnnotations(
            commands: settings.annotations,
            maker: JobMaker(
                observations: observations, jobs: jobs, cutouts: SQLiteCutoutRepository(store: store),
                markers: markers(CatalogFolder(folder: home.catalogs), settings, catalog)))
        let registration = try Registration(
            landingPad: home.landingPad, archive: archive, repository: observations, solver: solvers.solver, queue: queue,
            catalog: catalog, indexFolder: settings.indexFolder, annotations: annotations,
            removePreviews: { await previews.remove(taskID: $0) }, configuration: pipeline(settings), log: log)
        let imaging = ImagingJobs(
            context: JobContext(
                archive: archive, observations: observations, cutouts: SQLiteCutoutRepository(store: store), catalog: catalog,
                indexFolder: settings.indexFolder, limitMegapixels: settings.maxMegapixels),
            width: 1)
        let jobTasks = JobTasks(jobs: jobs, runner: JobRunner(jobs: jobs, imaging: imaging), queue: queue)

        let handlers = [
            registration.handlers(), jobTasks.handlers(), Self.answers(), [Self.pruneTask: Self.prune(queue)],
        ].reduce([:]) { $0.merging($1) { $1 } }
        let control = WorkerControl(
            concurrency: [
                RegistrationTasks.queue: 4, RegistrationTasks.drawingQueue: 1, JobTasks.queue: 2, JobTasks.cutoutQueue: 2,
            ])
        let tasks = TaskMetrics(kinds: taskKinds)
        let metrics = MetricsPage(
            role: "up", version: Version.string,
            [QueueMetrics(queue: queue, names: queueNames, isShared: false), WorkerMetrics(control: control), tasks])
        let nova = try nova(home: home, settings: settings, store: store, catalog: catalog, log)
        let services: [any Service] = [
            Following(events: registration.progress.events()) { printer.show($0) },
            OutboxRelay(store: store, queue: queue, log: log),
            Worker(
                name: "up-\(getpid())", queue: queue, control: control, handlers: handlers, log: log, report: { tasks.report($0) }),
            Heartbeat(
                queue: queue,
                beats: [
                    .init(RegistrationTasks.request(RegistrationTasks.pipeline), every: settings.pollingSeconds),
                    .init(JobTasks.request(), every: settings.pollingSeconds),
                    .init(TaskRequest(queue: RegistrationTasks.queue, name: Self.pruneTask, key: Self.pruneTask), every: 3600),
                ],
                log: log),
            registration,
            await Solving(solvers: solvers.locals, registration: registration, printer: printer),
            server(
                home: home, settings: settings, store: store, observations: observations, jobs: jobs, queue: queue, previews: previews,
                catalog: catalog, metrics: metrics, nova: nova, printer, log),
        ]
        return House(services: (services + [nova?.desk].compactMap { $0 }).map { ServiceConfiguration(service: $0) }, log: log)
    }
}
