import HTTPTypes
import Hummingbird
import Observations

/// `collections2/`: named sets of observations.
struct CollectionRoutes: Sendable {
    let site: Site
    let collections: any CollectionRepository
    static let pageSize = 10

    func add(to group: RouterGroup<VisitContext>) {
        group.get("collections2", use: list)
        group.post("collections2", use: create)
        group.get("collections2/:id") { _, context in CollectionJSON.answer(try await collection(context)) }
        group.put("collections2/:id", use: change)
        group.patch("collections2/:id", use: change)
        group.delete("collections2/:id") { _, context in
            try context.visitor.requireEditor()
            try await collections.remove(collection: try await collection(context).id)
            return Response(status: .noContent)
        }
    }

    @Sendable private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        let asked = try FilterParameters(request.query, of: FilterField.collection)
        return try await site.page(request, "collections2", size: Self.pageSize, isRemembered: true) { offset, limit in
            var query = CollectionQuery()
            (query.filters, query.order, query.offset, query.limit) = (asked.filters, asked.order, offset, limit)
            return try await collections.collections(matching: query)
        } write: {
            CollectionJSON.write($0, to: &$1)
        }
    }

    @Sendable private func create(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let input = try await CollectionInput(request.input(upTo: site.configuration.maximumBody))
        var collection = ObservationCollection(name: "")
        try input.apply(to: &collection)
        if collection.name.isEmpty { throw APIError(field: "name", "This field is required.") }
        return CollectionJSON.answer(try await collections.add(collection), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let id = try await collection(context).id
        let input = try await CollectionInput(request.input(upTo: site.configuration.maximumBody))
        return CollectionJSON.answer(try await collections.change(collection: id) { try input.apply(to: &$0) })
    }

    private func collection(_ context: VisitContext) async throws -> ObservationCollection {
        guard let id = context.parameters.get("id", as: Int64.self), let found = try await collections.collection(id: id) else {
            throw APIError.notFound
        }
        return found
    }
}
