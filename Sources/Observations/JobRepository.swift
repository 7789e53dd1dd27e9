public import TaskQueue

/// Which jobs are asked for; oldest first.
public struct JobQuery: Sendable, Hashable {
    /// Any of these; nil: all.
    public var statuses: [JobStatus]?
    public var jobService: String?
    public var command: String?
    /// All of these hold.
    public var filters: [FieldFilter] = []
    /// Empty: by id.
    public var order: [FieldOrder] = []
    /// How many to leave out from the start, and how many to return at most.
    public var offset = 0
    public var limit = 100

    public init() {}
}

public struct JobPage: Sendable, Hashable {
    /// All that match, on any page.
    public var total: Int
    public var items: [Job]

    public init(total: Int, items: [Job]) {
        self.total = total
        self.items = items
    }
}

/// A change expected another status than the job has: somebody else was faster.
public struct JobStatusIs: Error, Sendable, Hashable {
    public var status: JobStatus

    public init(_ status: JobStatus) { self.status = status }
}

/// The records of all jobs. Every change is durable when the call returns, and whole or not at all.
public protocol JobRepository: Sendable {
    func job(id: Int64) async throws -> Job?
    func jobs(matching query: JobQuery) async throws -> JobPage

    /// Adds a job; `id` and `created` are set by the repository.
    /// - Throws: `RepositoryError.invalid` where a constraint does not hold (no command, no status).
    func add(_ job: Job, requesting tasks: [TaskRequest]) async throws -> Job

    /// Changes a job in one transaction.
    ///
    /// - Parameter expecting: the change is made only while the status is one of these; nil: always. So of many workers one
    ///   takes a job.
    /// - Throws: `RepositoryError.notFound`, `JobStatusIs`.
    @discardableResult
    func change(
        job id: Int64, expecting: Set<JobStatus>?, requesting tasks: [TaskRequest], _ edit: @Sendable (inout Job) throws -> Void
    ) async throws -> Job

    /// Removing what is gone is no error.
    func remove(job id: Int64) async throws

    /// Jobs as they are after a change that is made through this instance, from now on; a reader that is very late loses the oldest.
    func changes() -> AsyncStream<Job>
}

extension JobRepository {
    /// For those that cannot tell.
    public func changes() -> AsyncStream<Job> { AsyncStream { $0.finish() } }
}
