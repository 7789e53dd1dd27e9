import Accounts
import HTTPTypes
import Hummingbird
import Logging
import Observations

/// Turns what a route throws into an answer: JSON below the API's path, a page elsewhere.
struct ErrorMiddleware: RouterMiddleware {
    let basePath: String
    let pages: PageTemplates

    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let answer = answer(to: error, request, context.logger)
            // What programs and scripts of pages ask for; people see the rest.
            if [basePath, "/previews/", "/layers/", "/tiles/"].contains(where: request.uri.path.hasPrefix) {
                return try answer.response(from: request, context: context)
            }
            return try pages.error(answer, request: request, context: context)
        }
    }

    private func answer(to error: any Error, _ request: Request, _ log: Logger) -> APIError {
        switch error {
        case let error as APIError:
            return error
        case let error as RepositoryError:
            return APIError(error)
        case let error as TooManyLogIns:
            return APIError(.tooManyRequests, detail: "Request was throttled: \(error).")
        case let error as any HTTPResponseError:
            if error.status == .notFound { return .notFound }
            return APIError(error.status, detail: error.status.reasonPhrase)
        default:
            log.error(
                "A request failed.",
                metadata: ["method": "\(request.method)", "path": "\(request.uri.path)", "error": "\(error)"])
            return APIError(.internalServerError, detail: "The server could not do it; its log says why.")
        }
    }
}
