public import Observations
public import TaskQueue

/// The tasks of the jobs controller, by the names that existing workers and brokers know.
///
/// `get_jobs` looks for jobs with status new and asks for each to be done, pieces of pictures on a queue of their own. A job is
/// done by its id: one that somebody else took meanwhile, or that is gone, is passed over. A failed job stays with status error
/// and the reason; setting it to new again has it done again.
public struct JobTasks: Sendable {
    public static let queue = "astro"
    public static let cutoutQueue = "cutout"
    public static let getJobs = "astro_tasks.tasks.get_jobs"
    public static let handleJob = "astro_tasks.tasks.handle_job"
    public static let handleCutout = "astro_tasks.tasks.handle_cutout"

    public static let kinds = [
        TaskKind(name: getJobs, queue: queue), TaskKind(name: handleJob, queue: queue, parameters: ["id"]),
        TaskKind(name: handleCutout, queue: cutoutQueue, parameters: ["id"]),
    ]

    private let jobs: any JobRepository
    private let runner: JobRunner
    private let tasks: any Queue
    private let service: String
    private static let page = 100

    /// - Parameter service: the jobs' `job_service` that is meant.
    public init(jobs: any JobRepository, runner: JobRunner, queue: any Queue, service: String = "celery") {
        self.jobs = jobs
        self.runner = runner
        tasks = queue
        self.service = service
    }

    public static func request() -> TaskRequest { TaskRequest(queue: queue, name: getJobs, key: getJobs) }

    /// The task that does a job. Its key keeps a second one from waiting beside it.
    public static func request(for job: Job) -> TaskRequest {
        let isCutout = job.command == "image_cutout"
        let name = isCutout ? handleCutout : handleJob
        return TaskRequest(
            queue: isCutout ? cutoutQueue : queue, name: name, arguments: ["id": "\(job.id)"], key: "\(name) \(job.id)")
    }

    /// Asks for every new job of the service to be done; answers how many there are.
    @discardableResult
    public func poll() async throws -> Int {
        var query = JobQuery()
        (query.statuses, query.jobService, query.limit) = ([.new], service, Self.page)
        var seen = Set<Int64>()
        while true {
            let page = try await jobs.jobs(matching: query)
            let new = page.items.filter { seen.insert($0.id).inserted }
            if !new.isEmpty { try await tasks.enqueue(new.map(Self.request(for:))) }
            query.offset += page.items.count
            // Jobs that are taken meanwhile move the later ones forward: those are seen the next time.
            if page.items.isEmpty || query.offset >= page.total { return seen.count }
        }
    }

    /// What a worker of the queues `astro` and `cutout` is to do, by the names of tasks.
    public func handlers() -> [String: Worker.Handler] {
        let handle: Worker.Handler = { task in
            guard let id = task.request.arguments["id"].flatMap({ Int64($0) }) else {
                throw PermanentFailure("the task names no job by its id, which is a whole number")
            }
            // A second beginning of a task: the first may have died with the job in hand.
            let job = try await runner.run(job: id, again: task.attempt > 1)
            return job.map { "\($0.status.rawValue): \($0.result)" }
        }
        return [
            Self.getJobs: { _ in "\(try await poll()) new jobs" }, Self.handleJob: handle, Self.handleCutout: handle,
        ]
    }
}
