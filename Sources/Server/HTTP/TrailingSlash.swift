import HTTPTypes
import Hummingbird

/// The API's tables end in a slash; without it a reader is sent there, as the existing system does.
struct TrailingSlash: RouterMiddleware {
    let basePath: String
    private static let tables: Set<Substring> = [
        "observations2", "projects", "collections2", "boxes", "jobs", "cutouts", "cutout_directories",
    ]

    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard request.method == .get || request.method == .head, !path.hasSuffix("/"), path.hasPrefix("\(basePath)/"),
            let table = path.dropFirst(basePath.count + 1).split(separator: "/").first, Self.tables.contains(table),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return try await next(request, context) }
        let query = request.uri.query.map { "?\($0)" } ?? ""
        return Response(redirectingTo: "\(path)/\(query)", status: .movedPermanently)
    }
}
