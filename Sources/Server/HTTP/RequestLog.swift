import HTTPTypes
import Hummingbird
import Logging

/// A line for each request, at debug level: method, path and status; never headers, parameters or bodies.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        let response = try await next(request, context)
        context.logger.debug(
            "Answered.",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "took": "\(ContinuousClock.now - begin)",
            ])
        return response
    }
}
