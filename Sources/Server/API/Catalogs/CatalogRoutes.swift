import Foundation
import Hummingbird
import Observations

/// `exoplanets/`, `asteroids/`, `comets/` and the commands that bring them up to date.
struct CatalogRoutes: Sendable {
    let site: Site
    let lists: any CatalogLists
    static let pageSize = 100
    static let largePageSize = 10_000

    func add(to group: RouterGroup<VisitContext>) {
        for catalog in ListedCatalog.allCases {
            let name = catalog.rawValue
            group.get(RouterPath(name)) { request, _ in try await list(catalog, name, Self.pageSize, request) }
            group.get(RouterPath("\(name)-all")) { request, _ in try await list(catalog, "\(name)-all", Self.largePageSize, request) }
            let update: @Sendable (Request, VisitContext) async throws -> Response = { request, context in
                try await self.update(catalog, request, context)
            }
            group.get(RouterPath("update_\(name)"), use: update)
            group.post(RouterPath("update_\(name)"), use: update)
            guard catalog != .exoplanets else { continue }
            let places: @Sendable (Request, VisitContext) async throws -> Response = { request, context in
                try await updatePlaces(catalog, request, context)
            }
            group.get(RouterPath("update_\(name)_ephemeris"), use: places)
            group.post(RouterPath("update_\(name)_ephemeris"), use: places)
        }
    }

    private func list(_ catalog: ListedCatalog, _ table: String, _ size: Int, _ request: Request) async throws -> Response {
        let asked = try FilterParameters(request.query, of: catalog.fields)
        return try await site.page(request, table, size: size) { offset, limit in
            var query = CatalogQuery()
            (query.filters, query.order, query.offset, query.limit) = (asked.filters, asked.order, offset, limit)
            return try await lists.list(catalog, matching: query)
        } write: { row, json in
            json.object { json in
                for (name, value) in row {
                    json.key(name)
                    switch value {
                    case .none: json.null()
                    case .text(let text): json.value(text)
                    case .number(let number): json.value(number)
                    case .integer(let number): json.value(number)
                    case .date(let date): json.value(DateTime.text(date))
                    }
                }
            }
        }
    }

    private func check(_ request: Request, _ context: VisitContext) throws {
        if request.method != .post && site.configuration.legacyOpenCommands { return }
        try context.visitor.requireEditor()
    }

    private func update(_ catalog: ListedCatalog, _ request: Request, _ context: VisitContext) async throws -> Response {
        try check(request, context)
        do {
            return answer(try await lists.update(catalog), catalog)
        } catch let error as CatalogListError {
            throw APIError(.badGateway, detail: error.description)
        }
    }

    private func updatePlaces(_ catalog: ListedCatalog, _ request: Request, _ context: VisitContext) async throws -> Response {
        try check(request, context)
        do {
            return answer(try await lists.updatePlaces(of: catalog, at: try request.query.time("timestamp")), catalog)
        } catch let error as CatalogListError {
            throw APIError(.conflict, detail: error.description)
        }
    }

    private func answer(_ count: Int, _ catalog: ListedCatalog) -> Response {
        var json = JSONWriter()
        json.array { $0.value("\(count) \(catalog.rawValue) updated") }
        return Response(json: json)
    }
}

extension QueryParameters {
    /// A time, UTC; now where none is given.
    func time(_ name: String) throws(APIError) -> Date {
        guard let text = given(name) else { return Date() }
        // Places are worked out for the years for which theories hold.
        guard let date = DateTime.date(from: text.trimmed), (-2_208_988_800...4_102_444_800.0).contains(date.timeIntervalSince1970) else {
            throw APIError(field: name, "Enter a time from 1900 to 2100, such as 2026-11-23T21:30:00Z.")
        }
        return date
    }

    func number(_ name: String, in range: ClosedRange<Double>, otherwise: Double? = nil) throws(APIError) -> Double {
        guard let text = given(name) else {
            guard let otherwise else { throw APIError(field: name, "This field is required.") }
            return otherwise
        }
        guard let number = Double(text.trimmed), range.contains(number) else {
            throw APIError(field: name, "Enter a number from \(range.lowerBound.formatted()) to \(range.upperBound.formatted()).")
        }
        return number
    }
}
