import HTTPTypes
import Hummingbird
import Observations

/// `cutout_directories/`: folders of cutouts, by their names.
struct CutoutDirectoryRoutes: Sendable {
    let site: Site
    static let pageSize = 100

    func add(to group: RouterGroup<VisitContext>) {
        group.get("cutout_directories") { request, _ in
            let writer = CutoutJSON(dataHost: site.dataHost(request), whole: false)
            return try await site.page(request, "cutout_directories", size: Self.pageSize, isRemembered: true) { offset, limit in
                let page = try await site.cutouts.cutoutDirectories(offset: offset, limit: limit)
                return (page.total, page.items)
            } write: {
                writer.write($0, to: &$1)
            }
        }
        group.post("cutout_directories", use: create)
        group.get("cutout_directories/:name") { request, context in
            try await answer(try await directory(context), request)
        }
        group.put("cutout_directories/:name", use: change)
        group.patch("cutout_directories/:name", use: change)
        group.delete("cutout_directories/:name") { _, context in
            try context.visitor.requireEditor()
            try await site.cutouts.remove(cutoutDirectory: try await directory(context).directory)
            return Response(status: .noContent)
        }
    }

    @Sendable private func create(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let input = try await CutoutInput(request.input(upTo: site.configuration.maximumBody))
        var directory = CutoutDirectory(try input.name("directory"))
        if try await site.cutouts.cutoutDirectory(directory.directory) != nil {
            throw APIError(field: "directory", "cutout directory with this directory already exists.")
        }
        try input.apply(to: &directory)
        try await site.cutouts.put(directory)
        return try await answer(directory, request, status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        var directory = try await directory(context)
        try await CutoutInput(request.input(upTo: site.configuration.maximumBody)).apply(to: &directory)
        try await site.cutouts.put(directory)
        return try await answer(directory, request)
    }

    private func directory(_ context: VisitContext) async throws -> CutoutDirectory {
        guard let name = context.decoded("name"), let directory = try await site.cutouts.cutoutDirectory(name) else {
            throw APIError.notFound
        }
        return directory
    }

    private func answer(
        _ directory: CutoutDirectory, _ request: Request, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var query = CutoutQuery()
        (query.directory, query.visible, query.limit) = (directory.directory, true, 1)
        let shown = try await site.cutouts.cutouts(matching: query)
        let entry = CutoutDirectoryPage.Entry(
            directory: directory, numberOfImages: shown.total, thumbnail: shown.items.first?.filename)
        var json = JSONWriter()
        CutoutJSON(dataHost: site.dataHost(request), whole: false).write(entry, to: &json)
        return Response(json: json, status: status)
    }
}
