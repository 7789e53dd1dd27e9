import Accounts
import HTTPTypes
import Hummingbird
import Mustache

/// The pages' templates, read once.
struct PageTemplates: Sendable {
    private let library: MustacheLibrary

    /// - Throws: where a template has a fault; tests would have found it.
    init() throws {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        var library = MustacheLibrary()
        for (name, text) in [
            ("layout", Templates.layout), ("list", Templates.list), ("fragment", Templates.listFragment),
            ("detail", Templates.detail), ("facts", Templates.detailFragment), ("actions", Templates.actions),
            ("login", Templates.login), ("error", Templates.error),
        ] {
            try library.register("{{% CONTENT_TYPE:\(HTMLEscaping.name)}}\n" + text, named: name)
        }
        self.library = library
    }

    func render(_ name: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: name) ?? ""
    }

    /// A whole page: the template's text inside the frame of all pages. Gives the browser a form token where it has none.
    func page(
        _ name: String, title: String, _ values: [String: Any], request: Request, context: VisitContext,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let (token, isNew) = Self.token(context.visitor)
        var values = values
        values["token"] = token
        var frame: [String: Any] = [
            "title": title, "content": render(name, values), "token": token,
            "logInAddress": "/login?next=\(QueryParameters.encode(request.head.path ?? "/"))",
        ]
        if let user = context.visitor.user { frame["user"] = user.name }
        var response = Response(text: render("layout", frame), type: "text/html; charset=utf-8", status: status)
        response.headers[.cacheControl] = "no-store"
        if isNew { response.setCookie(FormToken.cookie(token, for: request)) }
        return response
    }

    func error(_ error: APIError, request: Request, context: VisitContext) throws -> Response {
        let title = error.status == .notFound ? "Not found" : "That did not work"
        let text = error.status == .notFound ? "There is nothing at this address." : error.text
        return page(
            "error", title: title, ["message": text], request: request, context: context, status: error.status)
    }

    private static func token(_ visitor: Visitor) -> (String, isNew: Bool) {
        if let token = visitor.formToken, FormToken.isToken(token) { return (token, false) }
        return (FormToken.fresh(), true)
    }
}
