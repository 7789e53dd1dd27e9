import Accounts
import HTTPTypes
import Hummingbird

/// Logging in and out.
struct LogInPages: Sendable {
    let site: Site

    func add(to router: Router<VisitContext>) {
        router.get("/login") { request, context in
            form(request, context, next: LocalAddress.checked(request.query["next"]))
        }
        router.post("/login") { request, context in try await logIn(request, context) }
        router.post("/logout") { request, context in
            _ = try await request.checkedForm(context.visitor)
            if let secret = request.cookies[SessionCookie.name]?.value {
                try await site.authenticator.closeSession(secret: secret)
            }
            var response = Response(redirectingTo: "/", status: .seeOther)
            response.setCookie(SessionCookie.gone(for: request))
            return response
        }
    }

    private func logIn(_ request: Request, _ context: VisitContext) async throws -> Response {
        let fields = try await request.checkedForm(context.visitor)
        let next = LocalAddress.checked(fields["next"])
        let name = fields["user"] ?? ""
        do {
            guard let user = try await site.authenticator.verify(user: name, password: fields["password"] ?? "") else {
                return form(
                    request, context, next: next, name: name, problem: "User or password is wrong.", status: .unauthorized)
            }
            let (secret, session) = try await site.authenticator.openSession(for: user)
            var response = Response(redirectingTo: next, status: .seeOther)
            response.setCookie(SessionCookie.cookie(secret, expires: session.expires, for: request))
            return response
        } catch let error as TooManyLogIns {
            return form(
                request, context, next: next, name: name, problem: "There were \(error).", status: .tooManyRequests)
        }
    }

    private func form(
        _ request: Request, _ context: VisitContext, next: String, name: String = "", problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var values: [String: Any] = ["next": next, "name": name]
        if let problem { values["problem"] = problem }
        return site.pages.page(
            "login", title: "Log in", values, request: request, context: context, status: status)
    }
}
