import Foundation
import HTTPTypes
import Hummingbird
import Observations

/// Projects, which are masters with the observations that belong to them: the list of them, a page for each, and their forms.
struct ProjectPages: Sendable {
    let site: Site
    let projects: Projects

    private static let pageSize = 100

    func add(to router: Router<VisitContext>) {
        router.get("/projects") { request, context in try await list(request, context) }
        router.get("/projects/:id") { request, context in
            let master = try await master(context)
            return site.pages.page("collection", title: master.name, try await values(master, context), request: request, context: context)
        }
        router.post("/projects") { request, context in
            let form = try await checked(request, context)
            var made = Observation(taskID: "", name: "")
            made.taskType = "master"
            try input(form).apply(to: &made)
            let day = DateTime.text(Date()).prefix(10).filter { $0 != "-" }
            made.taskID = try await site.repository.nextTaskID(date: String(day), postfix: "")
            return to(try await site.repository.add(made, requesting: []).id)
        }
        router.post("/projects/:id") { request, context in
            let form = try await checked(request, context)
            let (id, input) = (try await master(context).id, try input(form))
            try await site.repository.change(id: id, expecting: nil, requesting: []) { try input.apply(to: &$0) }
            return to(id)
        }
        router.post("/projects/:id/remove") { request, context in
            _ = try await checked(request, context)
            let master = try await master(context)
            guard !(await site.files.holdsAnything(of: master)) else {
                throw APIError(.conflict, detail: "“\(master.name)” has files of its own: remove it on the page of its own record.")
            }
            try await site.repository.remove(id: master.id)
            return Response(redirectingTo: "/projects", status: .seeOther)
        }
        router.post("/projects/:id/takeout") { request, context in
            let form = try await checked(request, context)
            let id = try await master(context).id
            guard let child = form["observation"].flatMap({ Int64($0) }) else { throw APIError.notFound }
            try await projects.takeOut(child, of: id)
            return to(id)
        }
    }

    private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        let page = max(1, min(1_000_000, request.query.given("page").flatMap { Int($0) } ?? 1))
        let found = try await projects.page((page - 1) * Self.pageSize, limit: Self.pageSize)
        var rows: [[String: Any]] = []
        for master in found.items { rows.append(Self.values(master, try await projects.children(of: master.id, limit: 1).total)) }
        var values: [String: Any] = [
            "mayEdit": context.visitor.mayEdit, "hasAny": !rows.isEmpty, "title": "Projects", "collections": rows,
            "tabs": CollectionPages.tabs(at: "/projects"), "noneTitle": "No project yet", "newTitle": "New project",
            "noneText":
                "A project holds the photos of one undertaking, such as a mosaic or a comet's month; a photo is in one project at most.",
        ]
        values["form"] = Self.form(Observation(taskID: "", name: ""), at: "/projects", button: "Make it")
        let pageCount = max(1, (found.total + Self.pageSize - 1) / Self.pageSize)
        if pageCount > 1 || page > 1 {
            var pages: [String: Any] = ["page": page, "pageCount": pageCount]
            if page > 1 { pages["previous"] = "/projects?page=\(min(page - 1, pageCount))" }
            if page < pageCount { pages["next"] = "/projects?page=\(page + 1)" }
            values["pages"] = pages
        }
        return site.pages.page("collections", title: "Projects", values, request: request, context: context)
    }

    private func values(_ master: Observation, _ context: VisitContext) async throws -> [String: Any] {
        let children = try await projects.children(of: master.id, limit: CollectionPages.shown)
        var values = Self.values(master, children.total)
        (values["root"], values["rootTitle"], values["record"]) = ("/projects", "Projects", "/observations/\(master.id)")
        values["removal"] = "The project is removed; its observations stay."
        values["emptyText"] = CollectionPages.emptyText
        values["rows"] = children.items.map { observation in
            var row = ObservationRow(observation: observation).values(for: Visitor(), back: "/", removedBack: "/")
            row["id"] = observation.id
            row["takeOut"] = context.visitor.mayEdit ? "/projects/\(master.id)/takeout" : nil
            return row
        }
        values["hasRows"] = !children.items.isEmpty
        values["sizes"] = "(max-width: 30rem) 90vw, 16rem"
        values["mayEdit"] = context.visitor.mayEdit
        values["form"] = Self.form(master, at: "/projects/\(master.id)", button: "Save")
        if children.total > children.items.count { values["more"] = "The newest \(CollectionPages.shown) are shown." }
        return values
    }

    private static func values(_ master: Observation, _ count: Int) -> [String: Any] {
        var values: [String: Any] = [
            "name": master.name, "address": "/projects/\(master.id)", "count": count == 1 ? "1 observation" : "\(count) observations",
        ]
        // A template takes an empty text for one that is there.
        if !master.description.isEmpty { values["description"] = master.description }
        return values
    }

    private static func form(_ master: Observation, at address: String, button: String) -> [String: Any] {
        ["name": master.name, "description": master.description, "address": address, "button": button, "hasKind": false]
    }

    private func input(_ form: QueryParameters) throws -> ObservationInput {
        let members = ["name", "description"].map { ($0, JSONValue.string(form[$0] ?? "")) }
        return try ObservationInput(.object(members), choices: site.configuration.choices, whole: false)
    }

    private func checked(_ request: Request, _ context: VisitContext) async throws -> QueryParameters {
        let form = try await request.checkedForm(context.visitor)
        try context.visitor.requireEditor()
        return form
    }

    private func master(_ context: VisitContext) async throws -> Observation {
        try await projects.master(context.parameters.get("id", as: Int64.self))
    }

    private func to(_ id: Int64) -> Response { Response(redirectingTo: "/projects/\(id)", status: .seeOther) }
}
