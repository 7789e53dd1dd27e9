import HTTPTypes
import Hummingbird
import Observations

/// `cutouts/`: pieces of pictures, by their file names.
struct CutoutRoutes: Sendable {
    let site: Site
    static let pageSize = 100

    func add(to group: RouterGroup<VisitContext>) {
        group.get("cutouts", use: list)
        group.post("cutouts", use: create)
        group.get("cutouts/:name") { request, context in answer(try await cutout(context), request) }
        group.put("cutouts/:name", use: change)
        group.patch("cutouts/:name", use: change)
        group.delete("cutouts/:name") { _, context in
            try context.visitor.requireEditor()
            try await site.cutouts.remove(cutout: try await cutout(context).filename)
            return Response(status: .noContent)
        }
    }

    @Sendable private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        let parameters = request.query
        let asked = try FilterParameters(parameters, of: FilterField.cutout)
        var query = CutoutQuery()
        (query.filters, query.order) = (asked.filters, asked.order)
        let writer = writer(request)
        return try await site.page(request, "cutouts", size: Self.pageSize, isRemembered: true) { offset, limit in
            var query = query
            (query.offset, query.limit) = (offset, limit)
            let page = try await site.cutouts.cutouts(matching: query)
            return (page.total, page.items)
        } write: {
            writer.write($0, to: &$1)
        }
    }

    @Sendable private func create(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let input = try await CutoutInput(request.input(upTo: site.configuration.maximumBody))
        var cutout = Cutout(filename: try input.name("filename"), directory: try input.name("directory"), observationTaskID: "")
        try input.apply(to: &cutout)
        return answer(try await site.cutouts.add(cutout), request, status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let current = try await cutout(context)
        let input = try await CutoutInput(request.input(upTo: site.configuration.maximumBody))
        let match = request.headers[.ifMatch]
        let changed = try await site.cutouts.change(cutout: current.filename) { cutout in
            try CutoutJSON.version(cutout).check(match)
            try input.apply(to: &cutout)
        }
        return answer(changed, request)
    }

    private func cutout(_ context: VisitContext) async throws -> Cutout {
        guard let name = context.decoded("name"), let cutout = try await site.cutouts.cutout(name) else { throw APIError.notFound }
        return cutout
    }

    private func writer(_ request: Request) -> CutoutJSON {
        CutoutJSON(dataHost: site.dataHost(request), whole: request.wantsFacts)
    }

    private func answer(_ cutout: Cutout, _ request: Request, status: HTTPResponse.Status = .ok) -> Response {
        var json = JSONWriter()
        writer(request).write(cutout, to: &json)
        return Response(json: json, status: status, version: CutoutJSON.version(cutout))
    }
}

extension VisitContext {
    /// A part of the path as it was meant.
    func decoded(_ name: String) -> String? {
        parameters.get(name).map { QueryParameters.percentDecoded(Array($0.utf8), plusIsSpace: false) }
    }
}
