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
    /// Origins whose scripts may send credentials of their own.
    var origins: [String] = []
    /// Commands may be sent as GET by anybody.
    var legacyOpenCommands = false

    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        // As the router reads it, which takes `//a` for `/a`.
        let path = "/" + request.uri.path.split(separator: "/").joined(separator: "/")
        let isReading = [.get, .head, .options].contains(request.method)
        let isCommand = CommandRoutes.isCommand(path, basePath: basePath)
        if isReading && isCommand && legacyOpenCommands { return try await next(request, context) }
        let changes = !isReading || isCommand
        if changes && comesFromElsewhere(request) { throw APIError.crossSite }
        let cookies = request.cookies
        context.visitor.formToken = cookies[FormToken.cookieName]?.value
        // Uploads are their senders' alone, also to be looked at.
        let isGuarded = changes || path.hasPrefix("\(basePath)/uploads")
        if let header = request.headers[.authorization], isGuarded {
            guard let user = try await user(header) else { throw APIError.noCredentials }
            context.visitor.user = user
            context.visitor.proof = .password
        } else if let secret = cookies[SessionCookie.name]?.value,
            let user = try await authenticator.user(sessionSecret: secret)
        {
            context.visitor.user = user
            context.visitor.proof = .session
            // A page's form has its token in a field, which the page's route looks at.
            let isPageForm = request.isForm && !path.hasPrefix(basePath)
            if changes && !isPageForm {
                guard FormToken.isRight(request.headers[FormToken.header], for: context.visitor) else {
                    throw APIError.crossSite
                }
            }
        }
        return try await next(request, context)
    }

    /// Of `Basic` with user and password, or of `Token` with what `obtain-auth-token/` handed out.
    private func user(_ header: String) async throws -> User? {
        if let credentials = BasicCredentials(header) {
            return try await authenticator.verify(user: credentials.user, password: credentials.password)
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["token", "bearer"].contains(parts[0].lowercased()), parts[1].utf8.count <= 200 else { return nil }
        return try await authenticator.user(sessionSecret: parts[1].trimmed)
    }

    /// Browsers say where a request comes from; other clients do not.
    private func comesFromElsewhere(_ request: Request) -> Bool {
        if let origin = request.headers[.origin], CrossOrigin.allows(origin, origins), request.headers[.cookie] == nil { return false }
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
