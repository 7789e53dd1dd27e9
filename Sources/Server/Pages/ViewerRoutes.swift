import Foundation
import Hummingbird
import Observations
import Previews

/// What the viewer of a picture loads: tiles, layers, the numbers of its WCS.
struct ViewerRoutes: Sendable {
    let site: Site
    private let markers: ViewerMarkers
    private let files: FileRoutes

    init(site: Site, markers: ViewerMarkers) {
        self.site = site
        self.markers = markers
        files = FileRoutes(site: site)
    }

    func add(to router: Router<VisitContext>) {
        router.get("/tiles/:taskID/:level/:file") { request, context in
            guard let place = Self.place(context) else { throw APIError.notFound }
            let (observation, picture) = try await picture(context)
            return try await answer(request, context, type: "image/jpeg") {
                try await site.previews.tiles.tile(place, taskID: observation.taskID, of: picture)
            }
        }
        router.get("/layers/:taskID/:file") { request, context in
            guard let layer = context.parameters.get("file").flatMap(PictureLayer.init(filename:)) else { throw APIError.notFound }
            let (observation, picture) = try await picture(context)
            guard let solution = try await file("wcs_fits", of: observation) else { throw APIError.notFound }
            let marked = layer.isMarked ? try await markers.list(layer, in: observation) : nil
            return try await answer(request, context, type: layer == .wcs ? "application/json" : "image/svg+xml") {
                try await site.previews.layers.file(
                    layer, taskID: observation.taskID, of: picture, solution: solution, markers: marked)
            }
        }
    }

    private static func place(_ context: VisitContext) -> PictureTiles.Place? {
        let name = context.parameters.get("file") ?? ""
        guard name.hasSuffix(".jpg"), let level = context.parameters.get("level", as: Int.self) else { return nil }
        let numbers = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let column = numbers[0], let row = numbers[1] else { return nil }
        return PictureTiles.Place(level: level, column: column, row: row)
    }

    private func picture(_ context: VisitContext) async throws -> (Observation, URL) {
        let encoded = context.parameters.get("taskID") ?? ""
        let taskID = QueryParameters.percentDecoded(Array(encoded.utf8), plusIsSpace: false)
        guard ArchiveFiles.isPlainName(taskID), let observation = try await site.repository.observation(taskID: taskID),
            let picture = try await file("raw", of: observation)
        else { throw APIError.notFound }
        return (observation, picture)
    }

    private func file(_ type: String, of observation: Observation) async throws -> URL? {
        guard let name = observation.products.last(where: { $0.type == type })?.filename else { return nil }
        return try await site.files.find([observation.taskID, name]).map { URL(filePath: $0.path) }
    }

    private func answer(
        _ request: Request, _ context: VisitContext, type: String, _ make: () async throws -> URL?
    ) async throws -> Response {
        let made: URL?
        do { made = try await make() } catch let error as PreviewError { throw APIError(.notFound, detail: error.message) }
        guard let made else { throw APIError.notFound }
        let kept = ArchiveFiles(root: made.deletingLastPathComponent(), pool: site.files.pool)
        guard let found = try await kept.find([made.lastPathComponent]) else { throw APIError.notFound }
        return try await files.response(found, name: made.lastPathComponent, type: type, request, context)
    }
}
