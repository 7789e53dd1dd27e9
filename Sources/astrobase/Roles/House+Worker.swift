import CeleryQueue
import FileArchive
import Foundation
import Imaging
import Logging
import Operations
import Pipeline
import PlateSolving
import RESTRepository
import ServiceLifecycle
import TaskQueue

extension House {
    /// Takes tasks from queues on the broker. Records are read and written over REST, files in the folders shared with the server.
    ///
    /// - Parameters:
    ///   - widths: for each queue, how many of its tasks run at once. With `registration` comes `drawing`, and pictures are solved.
    ///   - sendsEvents: events of tasks from the start.
    static func worker(
        home: HomeFolder, settings: Settings, widths: [String: Int], name: String, sendsEvents: Bool, printer: ProgressPrinter
    ) async throws -> House {
        let log = makeLogger(level: try level(settings))
        let identity = WorkerIdentity(name: WorkerIdentity.fullName(name), version: Version.string)
        let backend = RESTBackend(access: try access(settings), log: log)
        do {
            try home.createShared()
            let connection = try await connect(settings, name: identity.name, patience: .seconds(300), log: log)
            var widths = widths
            let registers = widths[RegistrationTasks.queue] != nil
            if registers, widths[RegistrationTasks.drawingQueue] == nil { widths[RegistrationTasks.drawingQueue] = 1 }
            let control = WorkerControl(concurrency: widths)
            let queue = CeleryTaskQueue(
                connection: connection, queues: widths.keys.sorted(), kinds: workerKinds.filter { widths[$0.queue] != nil },
                identity: identity, control: control, sendsTaskEvents: sendsEvents, log: log)

            let observations = RESTObservationRepository(backend: backend, queue: queue)
            let jobs = RESTJobRepository(backend: backend, queue: queue)
            let archive = try FileArchive(folder: home.data)
            let catalog = catalog(home, log)
            let imaging = ImagingJobs(
                context: JobContext(
                    archive: archive, observations: observations, cutouts: RESTCutoutRepository(backend: backend), catalog: catalog,
                    indexFolder: settings.indexFolder, limitMegapixels: settings.maxMegapixels),
                width: min(4, max(1, (widths[JobTasks.queue] ?? 0) + (widths[JobTasks.cutoutQueue] ?? 0))))
            var handlers = JobTasks(jobs: jobs, runner: JobRunner(jobs: jobs, imaging: imaging), queue: queue).handlers()
                .merging(answers()) { $1 }

            var services: [any Service] = []
            if registers {
                let solvers = try solvers(settings, folder: home.sharedSolver, pictures: home.data, lookSeconds: 5, log)
                let registration = try Registration(
                    landingPad: home.landingPad, archive: archive, repository: observations, solver: solvers.solver, queue: queue,
                    catalog: catalog, indexFolder: settings.indexFolder, configuration: pipeline(settings), log: log)
                handlers.merge(registration.handlers()) { $1 }
                services += [
                    Following(events: registration.progress.events()) { printer.show($0) }, registration,
                    await Solving(solvers: solvers.locals, registration: registration, printer: printer),
                ]
            }
            let tasks = TaskMetrics(kinds: workerKinds.filter { widths[$0.queue] != nil })
            let worker = CeleryWorker(
                queue: queue,
                worker: Worker(
                    name: identity.name, queue: queue, control: control, handlers: handlers, log: log, report: { tasks.report($0) }))
            let status = status(
                settings,
                health: Health([
                    .connected("broker") { connection.isConnected }, .answers("backend") { _ = try await jobs.job(id: 0) },
                ]),
                metrics: MetricsPage(
                    role: "worker", version: Version.string,
                    [QueueMetrics(queue: queue, names: widths.keys.sorted(), isShared: true), WorkerMetrics(control: control), tasks]),
                log)
            return House(
                services: services.map { ServiceConfiguration(service: $0) } + status
                    + [ServiceConfiguration(service: worker, successTerminationBehavior: .gracefullyShutdownGroup)],
                log: log, grace: 8, control: control
            ) {
                await connection.close()
                try? await backend.shutdown()
            }
        } catch {
            try? await backend.shutdown()
            throw error
        }
    }

    private static func access(_ settings: Settings) throws -> RESTAccess {
        guard let url = settings.backend, !url.isEmpty else {
            throw PlainError(
                "ASTROBASE_URL is not set; it takes the address of the REST API that keeps the records, such as http://host:8000/my_astrobase."
            )
        }
        return try RESTAccess(url: url, user: settings.backendUser, password: settings.backendPassword)
    }
}
