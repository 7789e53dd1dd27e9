import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Pipeline
import TaskQueue

/// What runs, waits and failed: the queues with their tasks, and the drawings that were asked for.
struct WorkPage: Sendable {
    let site: Site
    /// What can be looked into and steered; nil where a broker hands out the tasks.
    private let queues: (any QueueAdministration)?

    init(site: Site) {
        self.site = site
        queues = site.queue as? any QueueAdministration
    }

    private static let states: [(state: TaskState, label: String)] = [
        (.running, "running"), (.waiting, "waiting"), (.dead, "failed"), (.cancelled, "cancelled"), (.done, "done"),
    ]
    private static let known = ["registration", "drawing", "astro", "cutout"]
    private static let most = 50

    func add(to router: Router<VisitContext>) {
        router.get("/queues") { request, context in
            var values = try await values(request, context)
            let state = request.query.given("state")
            values["source"] = "/queues/fragment" + (state.map { "?state=\(QueryParameters.encode($0))" } ?? "")
            return site.pages.page("work", title: "Work", values, request: request, context: context)
        }
        router.get("/queues/fragment") { request, context in
            Response(fragment: site.pages.render("workNow", try await values(request, context)), for: request)
        }
        for isPausing in [true, false] {
            router.post(RouterPath("/queues/:queue/\(isPausing ? "pause" : "resume")")) { request, context in
                let (queues, form) = try await steered(request, context)
                guard let queue = context.parameters.get("queue"), Self.known.contains(queue) else { throw APIError.notFound }
                if isPausing { try await queues.pause(queue) } else { try await queues.resume(queue) }
                return back(form)
            }
        }
        router.post("/tasks/:id/retry") { request, context in
            let (queues, form) = try await steered(request, context)
            // False: somebody else was faster; the page shows how it stands now.
            _ = try await queues.retry(context.parameters.get("id") ?? "")
            return back(form)
        }
        router.post("/tasks/:id/cancel") { request, context in
            let (queues, form) = try await steered(request, context)
            _ = try await queues.cancel(context.parameters.get("id") ?? "")
            return back(form)
        }
        router.post("/jobs/:id/again") { request, context in
            let form = try await request.checkedForm(context.visitor)
            try context.visitor.requireEditor()
            guard let id = context.parameters.get("id", as: Int64.self) else { throw APIError.notFound }
            do {
                try await site.jobs.change(job: id, expecting: [.error], requesting: [JobTasks.request()]) { job in
                    (job.status, job.result, job.finished) = (.new, "", nil)
                }
            } catch is JobStatusIs {
                // It was asked for already.
            }
            return back(form)
        }
    }

    private func back(_ form: QueryParameters) -> Response {
        Response(redirectingTo: LocalAddress.checked(form["back"] ?? "/queues"), status: .seeOther)
    }

    private func steered(_ request: Request, _ context: VisitContext) async throws -> (any QueueAdministration, QueryParameters) {
        let form = try await request.checkedForm(context.visitor)
        try context.visitor.requireEditor()
        guard let queues else {
            throw APIError(.conflict, detail: "A broker hands out the tasks here: its own tools steer it, such as celery and Flower.")
        }
        return (queues, form)
    }

    private func values(_ request: Request, _ context: VisitContext) async throws -> [String: Any] {
        let chosen = request.query.given("state").flatMap { wanted in Self.states.first { $0.label == wanted } }
        let back = "/queues" + (chosen.map { "?state=\($0.label)" } ?? "")
        var values: [String: Any] = [
            "mayEdit": context.visitor.mayEdit, "token": context.visitor.formToken ?? "", "back": back, "isSteered": queues != nil,
        ]
        values["queues"] = try await cards()
        values.merge(try await jobs()) { $1 }
        guard let queues else { return values }
        var found: [TaskRecord] = []
        // What needs somebody comes first: what failed, then what goes on.
        for state in chosen.map({ [$0.state] }) ?? [.dead, .running, .waiting] {
            found += try await queues.tasks(TaskFilter(state: state, limit: Self.most))
        }
        values["tasks"] = found.prefix(Self.most).map(Self.values)
        values["hasTasks"] = !found.isEmpty
        values["chips"] =
            [["label": "now", "address": "/queues", "current": chosen == nil] as [String: Any]]
            + Self.states.map { ["label": $0.label, "address": "/queues?state=\($0.label)", "current": chosen?.label == $0.label] }
        return values
    }

    private func cards() async throws -> [[String: Any]] {
        let counts = try await site.queue.counts()
        let paused = try await queues?.pausedQueues() ?? []
        let names = Self.known + counts.map(\.queue).filter { !Self.known.contains($0) }.sorted()
        return names.map { name in
            let count = counts.first { $0.queue == name } ?? QueueCounts(queue: name, waiting: 0, running: 0, dead: 0)
            var card: [String: Any] = [
                "name": name, "running": count.running, "waiting": count.waiting, "dead": count.dead, "hasDead": count.dead > 0,
                "isPaused": paused.contains(name), "canPause": queues != nil && Self.known.contains(name),
            ]
            if let oldest = count.oldestWaiting, oldest.timeIntervalSinceNow < -60 {
                card["oldest"] = "\(Int(-oldest.timeIntervalSinceNow / 60)) min"
            }
            return card
        }
    }

    private func jobs() async throws -> [String: Any] {
        var query = JobQuery()
        if let id = FilterField.job["id"] { query.order = [FieldOrder(id, descending: true)] }
        query.limit = 20
        let jobs = try await site.jobs.jobs(matching: query).items
        return ["hasJobs": !jobs.isEmpty, "jobs": jobs.map(DrawingForms.values)]
    }

    private static func values(_ task: TaskRecord) -> [String: Any] {
        let (label, tone) =
            switch task.state {
            case .running: ("running", "busy")
            case .waiting: (task.due.map { $0 > Date() } ?? false ? "later" : "waiting", "wait")
            case .done: ("done", "good")
            case .dead: ("failed", "bad")
            case .cancelled: ("cancelled", "wait")
            case .expired: ("expired", "wait")
            }
        var values: [String: Any] = [
            "id": task.id, "queue": task.queue, "label": label, "class": tone, "name": words[task.name] ?? task.name,
            "canRetry": task.state == .dead || task.state == .cancelled, "canCancel": task.state == .waiting || task.state == .running,
        ]
        if let id = task.arguments["observation"], Int64(id) != nil { values["observation"] = "/observations/\(id)" }
        let others = task.arguments.filter { $0.key != "observation" }.sorted { $0.key < $1.key }
        if !others.isEmpty { values["arguments"] = others.map { "\($0.key) \($0.value.prefix(60))" }.joined(separator: ", ") }
        if let time = task.ended ?? task.started ?? task.due ?? Optional(task.created) { values["date"] = Wording.date(time) }
        if let started = task.started, let ended = task.ended {
            values["took"] = "\(Wording.number(max(0, ended.timeIntervalSince(started)), digits: 1)) s"
        }
        if task.attempt > 1 { values["tries"] = "\(task.attempt) tries" }
        if let error = task.error, task.state != .done { values["reason"] = String(error.prefix(500)) }
        return values
    }

    private static let words = [
        RegistrationTasks.pipeline: "Look for work", RegistrationTasks.ingest: "Register photos",
        RegistrationTasks.submit: "Hand photos to the solver",
        RegistrationTasks.process: "Take solutions", RegistrationTasks.cleanup: "Clean up", RegistrationTasks.draw: "Draw charts",
        JobTasks.getJobs: "Look for drawings", JobTasks.handleJob: "Draw", JobTasks.handleCutout: "Cut out",
    ]
}
