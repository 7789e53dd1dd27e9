import Foundation
import HTTPTypes
import Hummingbird
import Observations

/// Named sets of observations: the list of them, a page for each, and the forms that fill and change them.
struct CollectionPages: Sendable {
    let site: Site
    let collections: any CollectionRepository
    let projects: Projects
    let list: ListPage

    /// Observations that are added at once, at most.
    static let most = 10_000
    static let shown = 200
    static let emptyText = "Observations are added from their own pages, or from the list: all that it has found at once."

    func add(to router: Router<VisitContext>) {
        router.get("/collections") { request, context in
            let all = try await Self.all(collections)
            var values: [String: Any] = [
                "mayEdit": context.visitor.mayEdit, "hasAny": !all.isEmpty, "title": "Collections", "tabs": Self.tabs(at: "/collections"),
                "noneTitle": "No collection yet", "newTitle": "New collection",
                "noneText": "A collection is a named set of observations: a season, a constellation, the best ones.",
            ]
            values["collections"] = all.map(Self.values)
            values["form"] = Self.form(ObservationCollection(name: ""), at: "/collections", button: "Make it")
            return site.pages.page("collections", title: "Collections", values, request: request, context: context)
        }
        router.get("/collections/:id") { request, context in
            let collection = try await collection(context)
            return site.pages.page(
                "collection", title: collection.name, try await values(collection, context), request: request, context: context)
        }
        router.post("/collections") { request, context in
            let form = try await checked(request, context)
            var made = ObservationCollection(name: "")
            try Self.input(form).apply(to: &made)
            return to(try await collections.add(made).id)
        }
        router.post("/collections/:id") { request, context in
            let form = try await checked(request, context)
            let id = try await collection(context).id
            let input = try Self.input(form)
            try await collections.change(collection: id) { try input.apply(to: &$0) }
            return to(id)
        }
        router.post("/collections/:id/remove") { request, context in
            _ = try await checked(request, context)
            try await collections.remove(collection: try await collection(context).id)
            return Response(redirectingTo: "/collections", status: .seeOther)
        }
        router.post("/collections/:id/takeout") { request, context in
            let form = try await checked(request, context)
            let id = try await collection(context).id
            guard let gone = form["observation"].flatMap({ Int64($0) }) else { throw APIError.notFound }
            try await collections.change(collection: id) { $0.observations.removeAll { $0 == gone } }
            return to(id)
        }
        router.post("/collect") { request, context in try await collect(request, context) }
    }

    /// One observation, or all that a list has found, into a collection that exists or a new one.
    private func collect(_ request: Request, _ context: VisitContext) async throws -> Response {
        let form = try await checked(request, context)
        var ids: [Int64]
        if let one = form.given("observation") {
            guard let id = Int64(one), try await site.repository.observation(id: id) != nil else { throw APIError.notFound }
            ids = [id]
        } else {
            let wanted = try await list.filters(QueryParameters(decoding: form["found"] ?? ""))
            if let problem = wanted.problem { throw APIError(.badRequest, detail: problem) }
            var query = wanted.query
            (query.offset, query.limit) = (0, Self.most)
            let found = try await site.repository.observations(matching: query)
            guard found.total <= Self.most else {
                throw APIError(
                    .badRequest,
                    detail: "These are \(found.total) observations; \(Self.most) are added at once at most. Filter the list first.")
            }
            ids = found.items.map(\.id)
        }
        let added = ids
        if let name = form.given("name") {
            var made = ObservationCollection(name: "")
            try CollectionInput(.object([("name", .string(name))])).apply(to: &made)
            made.observations = added.sorted()
            return to(try await collections.add(made).id)
        }
        let chosen = form["collection"] ?? ""
        if let master = Projects.chosen(chosen) {
            try await projects.put(added, into: master)
            return Response(redirectingTo: "/projects/\(master)", status: .seeOther)
        }
        guard let id = Int64(chosen) else {
            throw APIError(.badRequest, detail: "Choose a collection or a project, or give a new collection a name.")
        }
        try await collections.change(collection: id) { $0.observations = Set($0.observations).union(added).sorted() }
        return to(id)
    }

    private func checked(_ request: Request, _ context: VisitContext) async throws -> QueryParameters {
        let form = try await request.checkedForm(context.visitor)
        try context.visitor.requireEditor()
        return form
    }

    private func to(_ id: Int64) -> Response { Response(redirectingTo: "/collections/\(id)", status: .seeOther) }

    private func collection(_ context: VisitContext) async throws -> ObservationCollection {
        guard let id = context.parameters.get("id", as: Int64.self), let found = try await collections.collection(id: id) else {
            throw APIError.notFound
        }
        return found
    }

    private static func input(_ form: QueryParameters) throws -> CollectionInput {
        let names = [("name", "name"), ("type", "collection_type"), ("description", "description")]
        return try CollectionInput(.object(names.compactMap { field, key in form[field].map { (key, .string($0)) } }))
    }

    /// All collections, for a choice of them.
    static func all(_ collections: any CollectionRepository) async throws -> [ObservationCollection] {
        var query = CollectionQuery()
        query.limit = 1_000
        if let name = FilterField.collection["name"] { query.order = [FieldOrder(name, descending: false)] }
        return try await collections.collections(matching: query).items
    }

    private static func values(_ collection: ObservationCollection) -> [String: Any] {
        let count = collection.observations.count
        var values: [String: Any] = [
            "name": collection.name, "address": "/collections/\(collection.id)",
            "count": count == 1 ? "1 observation" : "\(count) observations",
        ]
        // A template takes an empty text for one that is there.
        if !collection.type.isEmpty { values["type"] = collection.type }
        if !collection.description.isEmpty { values["description"] = collection.description }
        return values
    }

    /// Both kinds of sets, of which one is shown.
    static func tabs(at address: String) -> [[String: Any]] {
        [("/collections", "Collections"), ("/projects", "Projects")].map {
            ["address": $0.0, "label": $0.1, "current": $0.0 == address]
        }
    }

    private static func form(_ collection: ObservationCollection, at address: String, button: String) -> [String: Any] {
        [
            "name": collection.name, "type": collection.type, "description": collection.description, "address": address,
            "button": button, "hasKind": true,
        ]
    }

    private func values(_ collection: ObservationCollection, _ context: VisitContext) async throws -> [String: Any] {
        var values = Self.values(collection)
        (values["root"], values["rootTitle"]) = ("/collections", "Collections")
        values["removal"] = "The collection is removed; its observations stay."
        values["emptyText"] = Self.emptyText
        var rows: [[String: Any]] = []
        for id in collection.observations.prefix(Self.shown) {
            guard let observation = try await site.repository.observation(id: id) else { continue }
            // Work is asked for in the list; here the set is changed.
            var row = ObservationRow(observation: observation).values(for: Visitor(), back: "/", removedBack: "/")
            row["id"] = id
            row["takeOut"] = context.visitor.mayEdit ? "/collections/\(collection.id)/takeout" : nil
            rows.append(row)
        }
        values["rows"] = rows
        values["hasRows"] = !rows.isEmpty
        values["sizes"] = "(max-width: 30rem) 90vw, 16rem"
        values["mayEdit"] = context.visitor.mayEdit
        values["form"] = Self.form(collection, at: "/collections/\(collection.id)", button: "Save")
        if collection.observations.count > Self.shown { values["more"] = "The first \(Self.shown) are shown." }
        return values
    }
}
