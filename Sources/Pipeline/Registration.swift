public import Catalogs
public import Foundation
public import Logging
public import Observations
public import PlateSolving
public import ServiceLifecycle
public import TaskQueue

/// The walk of photos from the landing pad to solved observations, put together.
///
/// Its steps are tasks of the queue `registration`. As a service it asks for them when something happens: a file comes, a record
/// changes, the solver has pictures. For what nobody announces, somebody is to ask for `RegistrationTasks.pipeline` by the clock.
public struct Registration: Service {
    public let landingPad: LandingPad
    /// What is done, refused and delayed: one event per photo and step.
    public let progress: ProgressFeed
    let ingest: IngestStep
    let submit: SubmitStep
    let process: ProcessStep
    let draw: DrawStep
    let cleanup: CleanupStep
    let repository: any ObservationRepository
    let queue: any Queue
    let configuration: PipelineConfiguration
    let log: Logger

    /// - Parameters:
    ///   - catalog: for charts and annotated pictures.
    ///   - indexFolder: the folder of the star index files, for magnitudes.
    ///   - annotations: what is made by itself for each solved picture.
    ///   - removePreviews: forgets what was drawn ahead of an observation's pictures when it is deleted.
    /// - Throws: when the landing pad is no folder and none can be made.
    public init(
        landingPad folder: URL, archive: any Archive, repository: any ObservationRepository, solver: any PlateSolver,
        queue: any Queue, inspector: any PictureInspector = PictureFileInspector(),
        catalog: (any SkyCatalog)? = nil, indexFolder: String? = nil, annotations: WantedAnnotations? = nil,
        removePreviews: @escaping @Sendable (_ taskID: String) async throws -> Void = { _ in },
        configuration: PipelineConfiguration = PipelineConfiguration(), log: Logger
    ) throws {
        landingPad = try LandingPad(folder: folder, quietSeconds: configuration.quietSeconds)
        let progress = ProgressFeed(log: log)
        self.progress = progress
        ingest = IngestStep(
            landingPad: landingPad, archive: archive, repository: repository, inspector: inspector,
            configuration: configuration, progress: progress)
        submit = SubmitStep(
            archive: archive, repository: repository, solver: solver, inspector: inspector, configuration: configuration,
            progress: progress)
        process = ProcessStep(
            archive: archive, repository: repository, solver: solver, inspector: inspector, configuration: configuration,
            progress: progress)
        draw = DrawStep(
            archive: archive, repository: repository, catalog: catalog, indexFolder: indexFolder, inspector: inspector,
            annotations: annotations, configuration: configuration, progress: progress)
        cleanup = CleanupStep(
            archive: archive, repository: repository, solver: solver, removePreviews: removePreviews,
            configuration: configuration, progress: progress)
        self.repository = repository
        self.queue = queue
        self.configuration = configuration
        self.log = log
    }

    /// What a worker of the queues `registration` and `drawing` is to do, by the names of tasks.
    public func handlers() -> [String: Worker.Handler] {
        [
            RegistrationTasks.pipeline: { _ in
                try await queue.enqueue(RegistrationTasks.all.map { RegistrationTasks.request($0) })
                return nil
            },
            RegistrationTasks.ingest: { _ in
                let outcome = try await ingest.run()
                // Files that are still being written are looked at again soon; trouble waits for the clock.
                if !outcome.isTroubled, outcome.left > 0 || outcome.busy {
                    try await again(RegistrationTasks.ingest, max(0.2, configuration.quietSeconds))
                }
                return outcome.summary
            },
            RegistrationTasks.submit: { _ in
                if let delay = try await submit.run() { try await again(RegistrationTasks.submit, delay) }
                return nil
            },
            RegistrationTasks.process: { _ in
                if let delay = try await process.run() { try await again(RegistrationTasks.process, delay) }
                return nil
            },
            RegistrationTasks.draw: { task in
                guard let id = task.request.arguments["observation"].flatMap(Int64.init), let job = task.request.arguments["job"]
                else { throw PermanentFailure("a task to draw names no observation") }
                try await draw.run(observation: id, job: job)
                return nil
            },
            RegistrationTasks.cleanup: { _ in
                try await cleanup.run()
                return nil
            },
        ]
    }

    private func again(_ name: String, _ delay: Double) async throws {
        try await queue.enqueue([RegistrationTasks.request(name, delay: delay)])
    }

    /// The solver has news: asks for a look at once, instead of by the clock.
    public func solverHasNews() async {
        await ask(RegistrationTasks.process)
    }

    func ask(_ name: String) async {
        do {
            try await queue.enqueue([RegistrationTasks.request(name)])
        } catch {
            if !Task.isCancelled { log.error("cannot ask for a task", metadata: ["task": "\(name)", "error": "\(error)"]) }
        }
    }
}
