import HTTPTypes
import Hummingbird

/// Lets scripts of other origins use the server, as far as `ServerConfiguration.origins` allows (CORS). Cookies are never theirs to use.
struct CrossOrigin: RouterMiddleware {
    let origins: [String]

    private static let methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    private static let requestHeaders =
        "Authorization, Content-Type, If-Match, X-CSRFToken, Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, "
        + "X-HTTP-Method-Override, X-Requested-With"
    private static let responseHeaders =
        "ETag, Location, Astrobase-API, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Length, Upload-Offset, "
        + "Upload-Metadata, Upload-Expires"

    static func allows(_ origin: String, _ origins: [String]) -> Bool { origins.contains("*") || origins.contains(origin) }

    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], Self.allows(origin, origins) else { return try await next(request, context) }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            var response = Response(status: .noContent)
            allow(origin, &response)
            response.headers[.accessControlAllowMethods] = Self.methods
            response.headers[.accessControlAllowHeaders] = Self.requestHeaders
            response.headers[.accessControlMaxAge] = "3600"
            return response
        }
        var response = try await next(request, context)
        allow(origin, &response)
        response.headers[.accessControlExposeHeaders] = Self.responseHeaders
        return response
    }

    private func allow(_ origin: String, _ response: inout Response) {
        let isAny = origins.contains("*")
        response.headers[.accessControlAllowOrigin] = isAny ? "*" : origin
        if !isAny { response.headers[.vary] = "Origin" }
    }
}
