import HTTPTypes
import Hummingbird
import Observations
import TaskQueue

/// `jobs/`: work that somebody asked for, and what became of it.
struct JobRoutes: Sendable {
    let site: Site
    static let pageSize = 100

    func add(to group: RouterGroup<VisitContext>) {
        group.get("jobs", use: list)
        group.post("jobs", use: create)
        group.get("jobs/:id") { request, context in answer(try await job(context), request) }
        group.put("jobs/:id", use: change)
        group.patch("jobs/:id", use: change)
        group.delete("jobs/:id") { _, context in
            try context.visitor.requireEditor()
            try await site.jobs.remove(job: try await job(context).id)
            return Response(status: .noContent)
        }
    }

    @Sendable private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        let parameters = request.query
        let asked = try FilterParameters(parameters, of: FilterField.job)
        var query = JobQuery()
        (query.filters, query.order) = (asked.filters, asked.order)
        let whole = request.wantsFacts
        return try await site.page(request, "jobs", size: Self.pageSize, isRemembered: true) { offset, limit in
            var query = query
            (query.offset, query.limit) = (offset, limit)
            let page = try await site.jobs.jobs(matching: query)
            return (page.total, page.items)
        } write: {
            JobJSON.write($0, whole: whole, to: &$1)
        }
    }

    @Sendable private func create(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let input = try await JobInput(request.input(upTo: site.configuration.maximumBody))
        guard input.members["command"] != nil else { throw APIError(field: "command", "This field is required.") }
        var job = Job(command: "")
        try input.apply(to: &job)
        let added = try await site.jobs.add(job, requesting: Self.tasks(for: job))
        return answer(added, request, status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let current = try await job(context)
        let input = try await JobInput(request.input(upTo: site.configuration.maximumBody))
        var wanted = current
        try input.apply(to: &wanted)
        let tasks = input.members["status"] == nil ? [] : Self.tasks(for: wanted)
        let match = request.headers[.ifMatch]
        let changed = try await site.jobs.change(job: current.id, expecting: nil, requesting: tasks) { job in
            try JobJSON.version(job).check(match)
            try input.apply(to: &job)
        }
        return answer(changed, request)
    }

    /// A new job for the workers: they are to look at once.
    private static func tasks(for job: Job) -> [TaskRequest] {
        guard job.status == .new, job.jobService == "celery" else { return [] }
        let name = "astro_tasks.tasks.get_jobs"
        return [TaskRequest(queue: "astro", name: name, key: name)]
    }

    private func job(_ context: VisitContext) async throws -> Job {
        guard let id = context.parameters.get("id", as: Int64.self), let job = try await site.jobs.job(id: id) else {
            throw APIError.notFound
        }
        return job
    }

    private func answer(_ job: Job, _ request: Request, status: HTTPResponse.Status = .ok) -> Response {
        var json = JSONWriter()
        JobJSON.write(job, whole: request.wantsFacts, to: &json)
        return Response(json: json, status: status, version: JobJSON.version(job))
    }
}
