import HTTPTypes
import Hummingbird

/// Tells clients of the API that it is this server's: it keeps whole records and their versions.
struct APIHeader: RouterMiddleware {
    let basePath: String

    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if request.uri.path.hasPrefix(basePath), let name = HTTPField.Name("Astrobase-API") { response.headers[name] = "1" }
        return response
    }
}
