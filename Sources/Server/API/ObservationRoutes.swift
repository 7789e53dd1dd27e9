import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Previews

/// `observations2/`: list, detail, create, change, delete. `projects/`: masters, and observations without one, to be read.
struct ObservationRoutes: Sendable {
    let site: Site
    static let pageSize = 100

    func add(to group: RouterGroup<VisitContext>) {
        group.get("observations2") { request, _ in
            try await site.remembered(request) { try await list(request, "observations2", projectsOnly: false) }
        }
        group.get("projects") { request, _ in
            try await site.remembered(request) { try await list(request, "projects", projectsOnly: true) }
        }
        group.get("projects/:id", use: detail)
        group.post("observations2", use: create)
        group.get("observations2/:id", use: detail)
        group.put("observations2/:id", use: change)
        group.patch("observations2/:id", use: change)
        group.delete("observations2/:id", use: delete)
    }

    private func list(_ request: Request, _ table: String, projectsOnly: Bool) async throws -> JSONWriter {
        let parameters = request.query
        var wanted = try ListParameters(parameters, pageSize: Self.pageSize)
        wanted.query.projectsOnly = projectsOnly
        var page = try await page(wanted.query, parameters.given("sha256"))
        // Between two looks others may have removed what the last page held.
        for _ in 0..<10 where wanted.wantsLast && (wanted.page == 1 || page.items.isEmpty) {
            wanted.page = max(1, (page.total + Self.pageSize - 1) / Self.pageSize)
            wanted.query.offset = (wanted.page - 1) * Self.pageSize
            page = try await self.page(wanted.query, parameters.given("sha256"))
        }
        guard wanted.page == 1 || wanted.query.offset < page.total else { throw APIError.invalidPage }
        let observations = page.items
        let writer = try await self.writer(for: observations, childrenOfAll: false, request)
        let envelope = PageEnvelope(
            total: page.total, page: wanted.page, pageSize: Self.pageSize,
            address: site.address(of: "\(site.configuration.basePath)/\(table)/", request), parameters: parameters)
        var json = JSONWriter(capacity: 2_048 * (observations.count + 1))
        envelope.write(to: &json) { json in
            for observation in observations { writer.write(observation, to: &json) }
        }
        return json
    }

    @Sendable func detail(_ request: Request, _ context: VisitContext) async throws -> Response {
        try await answer(try await observation(context), request)
    }

    @Sendable func create(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let input = try await ObservationInput(
            request.input(upTo: site.configuration.maximumBody), choices: site.configuration.choices, whole: request.wantsFacts)
        let parent = try await parent(named: input)
        var observation = Observation(taskID: "", name: "unknown")
        try input.apply(to: &observation)
        if observation.taskID.isEmpty {
            let day = DateTime.text(observation.date ?? Date()).prefix(10).filter { $0 != "-" }
            observation.taskID = try await site.repository.nextTaskID(date: String(day), postfix: "")
        }
        if let parent { Inheritance.apply(parent, to: &observation) }
        let added = try await site.repository.add(observation, requesting: StatusTasks.tasks(for: input.status))
        return try await answer(added, request, status: .created)
    }

    @Sendable func change(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let id = try await observation(context).id
        let input = try await ObservationInput(
            request.input(upTo: site.configuration.maximumBody), choices: site.configuration.choices, whole: request.wantsFacts)
        let parent = try await parent(named: input)
        let match = request.headers[.ifMatch]
        let changed = try await site.repository.change(
            id: id, expecting: nil, requesting: StatusTasks.tasks(for: input.status)
        ) { observation in
            if match != nil { try ObservationJSON.version(observation).check(match) }
            try input.apply(to: &observation)
            if let parent { Inheritance.apply(parent, to: &observation) }
        }
        return try await answer(changed, request)
    }

    /// An observation that has files here goes through the trash: cleanup takes the files, then the record.
    @Sendable func delete(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let observation = try await observation(context)
        if await site.files.holdsAnything(of: observation) {
            try await site.repository.change(
                id: observation.id, expecting: nil, requesting: StatusTasks.tasks(for: .removing)
            ) { $0.status = .removing }
        } else {
            try await site.repository.remove(id: observation.id)
            await site.previews.remove(taskID: observation.taskID)
        }
        return Response(status: .noContent)
    }

    private func observation(_ context: VisitContext) async throws -> Observation {
        guard let id = context.parameters.get("id", as: Int64.self),
            let observation = try await site.repository.observation(id: id)
        else { throw APIError.notFound }
        return observation
    }

    private func parent(named input: ObservationInput) async throws -> Observation? {
        guard let id = input.parent else { return nil }
        guard let parent = try await site.repository.observation(id: id) else {
            throw APIError(field: "parent", "Invalid pk \"\(id)\" - object does not exist.")
        }
        return parent
    }

    private func answer(
        _ observation: Observation, _ request: Request, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let writer = try await self.writer(for: [observation], childrenOfAll: true, request)
        var json = JSONWriter(capacity: 2_048)
        writer.write(observation, to: &json)
        return Response(json: json, status: status, version: ObservationJSON.version(observation))
    }

    /// The one with this SHA-256, or the page of a query.
    private func page(_ query: ObservationQuery, _ sha256: String?) async throws -> ObservationPage {
        guard let sha256 else { return try await site.repository.observations(matching: query) }
        let found = try await site.repository.observation(sha256: sha256)
        return ObservationPage(total: found == nil ? 0 : 1, items: found.map { [$0] } ?? [])
    }

    /// Masters and children of the observations. In a list only masters are asked for their children: a question for
    /// each of a hundred rows is what a list cannot afford.
    private func writer(
        for observations: [Observation], childrenOfAll: Bool, _ request: Request
    ) async throws -> ObservationJSON {
        var writer = ObservationJSON(dataHost: site.dataHost(request))
        writer.whole = request.wantsFacts
        for observation in observations {
            if let id = observation.parent, writer.parents[id] == nil {
                writer.parents[id] = try await site.repository.observation(id: id)
            }
            if childrenOfAll || observation.taskType == "master" {
                writer.children[observation.id] = try await site.repository.children(of: observation.id)
            }
        }
        return writer
    }
}
