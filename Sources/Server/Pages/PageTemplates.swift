import Accounts
import Catalogs
import HTTPTypes
import Hummingbird
import Mustache

/// The pages' templates, read once.
struct PageTemplates: Sendable {
    private let library: MustacheLibrary
    /// For the foot of every page.
    private let sources: [[String: String]]

    /// - Throws: where a template has a fault; tests would have found it.
    init(sources: [CatalogSource] = []) throws {
        self.sources = sources.map(Self.values)
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        var library = MustacheLibrary()
        for (name, text) in [
            ("layout", Templates.layout), ("list", Templates.list), ("fragment", Templates.listFragment),
            ("detail", Templates.detail), ("facts", Templates.detailFragment), ("actions", Templates.actions),
            ("login", Templates.login), ("error", Templates.error), ("sky", Templates.sky),
            ("collections", Templates.collections), ("collection", Templates.collection), ("collectionForm", Templates.collectionForm),
            ("collect", Templates.collect), ("upload", Templates.upload), ("work", Templates.work), ("workNow", Templates.workNow),
            ("edit", Templates.edit), ("drawings", Templates.drawings),
            ("nova", Templates.nova), ("novaJobs", Templates.novaJobs),
        ] + Templates.cutouts + Templates.catalogs + Templates.tonight + Templates.settings {
            try library.register("{{% CONTENT_TYPE:\(HTMLEscaping.name)}}\n" + text, named: name)
        }
        self.library = library
    }

    func render(_ name: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: name) ?? ""
    }

    /// A whole page: the template's text inside the frame of all pages. Gives the browser a form token where it has none.
    ///
    /// - Parameter scripts: assets that this page runs beside those of all pages.
    func page(
        _ name: String, title: String, _ values: [String: Any], scripts: [String] = [], request: Request, context: VisitContext,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let (token, isNew) = Self.token(context.visitor)
        var values = values
        values["token"] = token
        var frame: [String: Any] = [
            "theme": Self.theme(request), "title": title, "content": render(name, values), "token": token,
            "scripts": scripts, "hasSources": !sources.isEmpty, "sources": sources,
            "links": Navigation.values(at: request.uri.path),
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
        let text =
            switch error {
            case .notFound: "There is nothing at this address."
            case .noCredentials: "Log in first: this changes the archive."
            case .notAllowed: "You may read here, not change: an admin can make you an editor."
            default: error.text
            }
        return page(
            "error", title: title, ["message": text, "heading": title], request: request, context: context, status: error.status)
    }

    /// Only addresses of the web become links: those of a catalogue come from outside.
    private static func values(_ source: CatalogSource) -> [String: String] {
        var values = ["name": source.name, "details": "\(source.version), \(source.date), \(source.license)"]
        if ["https://", "http://"].contains(where: source.url.hasPrefix) { values["address"] = source.url }
        return values
    }

    /// The colours that somebody chose; dark where nobody did.
    private static func theme(_ request: Request) -> String {
        let chosen = request.cookies["theme"]?.value ?? ""
        return ["light", "red"].contains(chosen) ? chosen : "dark"
    }

    private static func token(_ visitor: Visitor) -> (String, isNew: Bool) {
        if let token = visitor.formToken, FormToken.isToken(token) { return (token, false) }
        return (FormToken.fresh(), true)
    }
}
