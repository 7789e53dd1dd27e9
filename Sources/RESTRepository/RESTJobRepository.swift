import Foundation
public import Observations
public import TaskQueue

/// Jobs over the REST API of this server or of the existing Django backend.
///
/// The existing backend keeps no time at which a job ended, and cannot promise that of many workers one takes a job: between its
/// reading and its writing two processes may take the same one. `celeryID` tells them apart: a worker that finds another's there
/// after its own change has lost. What is left is a job done twice, which its handlers allow.
public struct RESTJobRepository: JobRepository {
    private let backend: RESTBackend
    private let follow: LateTasks
    private let locks = KeyedLock()

    static let fields = RecordFields<Job>(fields: [
        .text("job_service", \.jobService), .text("queue", \.queue), .text("celery_id", \.celeryID), .text("command", \.command),
        .text("parameters", \.parameters), .text("extra", \.extra), .word("status", \.status), .text("result", \.result),
        .date("finished", \.finished),
    ])

    /// - Parameter queue: takes the tasks that changes request, after the change.
    public init(backend: RESTBackend, queue: (any Queue)?) {
        self.backend = backend
        follow = LateTasks(queue: queue, log: backend.log)
    }

    public func job(id: Int64) async throws -> Job? {
        let answer = try await backend.send(RESTCall(method: .get, path: "jobs/\(id)/", query: RESTFacts.query))
        return answer.status == 404 ? nil : try read(answer.json)
    }

    /// Status (one) and service are looked for by the backend, the rest here.
    public func jobs(matching query: JobQuery) async throws -> JobPage {
        if query.statuses?.isEmpty ?? false { return JobPage(total: 0, items: []) }
        var parameters = RESTFacts.query
        let single = query.statuses?.count == 1 ? query.statuses?.first : nil
        if let single { parameters.append(("status", single.rawValue)) }
        if let service = query.jobService { parameters.append(("job_service", service)) }
        parameters += RESTFilters.parameters(query.filters, query.order)
        let pages = RESTPages(backend: backend, path: "jobs/", query: parameters)
        let window = Window(offset: query.offset, limit: query.limit)
        if query.command == nil, query.statuses == nil || single != nil {
            let (total, items) = try await pages.slice(window.range)
            return JobPage(total: total, items: try items.map(read).sorted { $0.id < $1.id })
        }
        var page = JobPage(total: 0, items: [])
        try await pages.forEach { json in
            let job = try read(json)
            if let command = query.command, job.command != command { return }
            if let statuses = query.statuses, !statuses.contains(job.status) { return }
            if window.range.contains(page.total) { page.items.append(job) }
            page.total += 1
        }
        return page
    }

    /// A job has no name of its own: where the answer was lost, a new job of the same service, command, parameters and extra is
    /// taken for it. Two of them would do the same twice.
    public func add(_ job: Job, requesting tasks: [TaskRequest]) async throws -> Job {
        try Self.check(job)
        let members = Self.fields.write(job).filter { $0.value != .null }
        let call = RESTCall(method: .post, path: "jobs/", query: RESTFacts.query, body: .object(members))
        let added = try await backend.sendOnce(call) { _ in
            var query = JobQuery()
            (query.statuses, query.jobService, query.command, query.limit) = ([job.status], job.jobService, job.command, 10_000)
            return try await jobs(matching: query).items.last { $0.parameters == job.parameters && $0.extra == job.extra }
        } read: {
            try read($0)
        }
        await follow.enqueue(tasks)
        return added
    }

    @discardableResult
    public func change(
        job id: Int64, expecting: Set<JobStatus>?, requesting tasks: [TaskRequest], _ edit: @Sendable (inout Job) throws -> Void
    ) async throws -> Job {
        let change = RecordChange<Job>(
            backend: backend, locks: locks, path: "jobs/\(id)/", name: "job \(id)", read: { try read($0.json) },
            payload: { before, after, ours in
                try Self.check(after)
                var members = Self.fields.changes(from: before, to: after)
                if !ours { members["finished"] = nil }
                return members
            },
            verify: { wanted, found in
                if wanted.status != found.status || wanted.celeryID != found.celeryID { throw JobStatusIs(found.status) }
            })
        let done = try await change.run {
            if let expecting, !expecting.contains($0.status) { throw JobStatusIs($0.status) }
        } _: { job in
            let (id, created) = (job.id, job.created)
            try edit(&job)
            (job.id, job.created) = (id, created)
        }
        await follow.enqueue(tasks)
        return done.after
    }

    public func remove(job id: Int64) async throws {
        _ = try await backend.send(RESTCall(method: .delete, path: "jobs/\(id)/"))
    }

    private func read(_ json: JSON) throws -> Job {
        guard let id = json["id"]?.integer else {
            throw RESTError.unexpected(backend: backend.access.base, call: "jobs/", reason: "a job without id")
        }
        var job = Job(command: "")
        job.id = id
        try Self.fields.read(json, into: &job, backend: backend, "jobs/")
        job.created = json["creationTime"]?.text.flatMap(RESTDate.date)
        return job
    }

    private static func check(_ job: Job) throws {
        if job.command.isEmpty { throw RepositoryError.invalid(field: "command", message: "This field may not be blank.") }
        if job.status.rawValue.isEmpty { throw RepositoryError.invalid(field: "status", message: "This field may not be blank.") }
    }
}
