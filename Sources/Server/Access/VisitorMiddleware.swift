import Accounts
import Foundation
import HTTPTypes
import Hummingbird

/// Finds out who sends a request, and refuses changes that another site makes a browser send.
///
/// Reading is open, so a password is looked at only where something is to be changed: each look costs a slow hash.
struct VisitorMiddleware: RouterMiddleware {
    let authenticator: Authenticator
    let basePath: String

    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let changes = request.method != .get && request.method != .head
        if changes && Self.comesFromElsewhere(request) { throw APIError.crossSite }
        let cookies = request.cookies
        context.visitor.formToken = cookies[FormToken.cookieName]?.value
        if let header = request.headers[.authorization], changes {
            guard let credentials = BasicCredentials(header),
                let user = try await authenticator.verify(user: credentials.user, password: credentials.password)
            else { throw APIError.noCredentials }
            context.visitor.user = user
            context.visitor.proof = .password
        } else if let secret = cookies[SessionCookie.name]?.value,
            let user = try await authenticator.user(sessionSecret: secret)
        {
            context.visitor.user = user
            context.visitor.proof = .session
            // A page's form has its token in a field, which the page's route looks at.
            let isPageForm = request.isForm && !request.uri.path.hasPrefix(basePath)
            if changes && !isPageForm {
                guard FormToken.isRight(request.headers[FormToken.header], for: context.visitor) else {
                    throw APIError.crossSite
                }
            }
        }
        return try await next(request, context)
    }

    /// Browsers say where a request comes from; other clients do not.
    private static func comesFromElsewhere(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
            return site != "same-origin" && site != "none"
        }
        guard let origin = request.headers[.origin] else { return false }
        guard let host = Site.host(request) else { return true }
        return origin != "http://\(host)" && origin != "https://\(host)"
    }
}

extension Request {
    /// The body is what a page's form sends.
    var isForm: Bool {
        headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    }
}
