import Catalogs
import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Pipeline
import Sky
import Threads

/// `/cutouts/new`: a place on the sky by its name or position, and how large the square is.
struct CutoutForm: Sendable {
    let site: Site
    let maker: JobMaker
    let catalog: (any SkyCatalog)?

    /// What is wrong with what somebody wrote; a sentence.
    private struct Problem: Error {
        let message: String
    }

    func add(to router: Router<VisitContext>) {
        router.get("/cutouts/new") { request, context in
            try await form(Self.given(request.query), request, context)
        }
        router.get("/cutouts/new/look") { request, _ in
            Response(fragment: site.pages.render("cutoutLook", try await look(Self.given(request.query))), for: request)
        }
        router.post("/cutouts/new") { request, context in try await make(request, context) }
    }

    /// The fields. A link has the position in numbers, and the radius round it.
    private static func given(_ query: QueryParameters) -> [String: String] {
        var fields: [String: String] = [:]
        for name in ["at", "field", "size", "name"] { fields[name] = query.given(name).map { String($0.prefix(200)).trimmed } }
        if fields["at"] == nil, let ra = query.given("ra"), let dec = query.given("dec") {
            fields["at"] = "\(ra.prefix(40)), \(dec.prefix(40))"
        }
        if fields["field"] == nil, let radius = query.given("radius").flatMap({ Double($0) }), (5e-5...90).contains(radius) {
            fields["field"] = plain(2 * radius)
        }
        return fields
    }

    private func form(
        _ fields: [String: String], _ request: Request, _ context: VisitContext, problem: String? = nil
    ) async throws -> Response {
        let mayEdit = context.visitor.mayEdit
        var values = try await look(fields)
        values.merge([
            "at": fields["at"] ?? "", "field": fields["field"] ?? "1", "size": fields["size"] ?? "800", "name": fields["name"] ?? "",
        ]) { $1 }
        values["mayEdit"] = mayEdit
        values["user"] = context.visitor.user != nil
        (values["method"], values["action"]) = (mayEdit ? "post" : "get", "/cutouts/new")
        values["logInAddress"] =
            "/login?next=\(QueryParameters.encode(request.head.path.flatMap { request.method == .get ? $0 : nil } ?? "/cutouts/new"))"
        if let problem { values["problem"] = problem }
        return site.pages.page(
            "cutoutForm", title: "New cutouts", values, scripts: ["cutoutform.js"], request: request, context: context,
            status: problem == nil ? .ok : .badRequest)
    }

    /// What a place was taken for, and how many pictures show it.
    private func look(_ fields: [String: String]) async throws -> [String: Any] {
        guard let text = fields["at"], !text.isEmpty else { return [:] }
        do {
            let place = try await place(text)
            let count = try await maker.count(covering: place.position)
            var look: [String: Any] = [
                "position": Wording.position(ra: place.position.ra, dec: place.position.dec),
                "covering": count == 0
                    ? "none of your solved photos shows it"
                    : count == 1 ? "1 of your solved photos shows it" : "\(count) of your solved photos show it",
            ]
            if let name = place.name { look["called"] = name }
            if !place.others.isEmpty { look["others"] = place.others.joined(separator: "; ") }
            return ["look": look]
        } catch let problem as SkyName.Problem {
            return ["lookProblem": problem.message]
        }
    }

    private func place(_ text: String) async throws -> SkyName.Place {
        try await site.files.pool.run { try SkyName.place(text, catalog) }
    }

    private func make(_ request: Request, _ context: VisitContext) async throws -> Response {
        let form = try await request.checkedForm(context.visitor)
        try context.visitor.requireEditor()
        let fields = Self.given(form)
        do {
            guard let at = fields["at"] else { throw Problem(message: "Say where: a name or a position on the sky.") }
            guard let field = Double(fields["field"]?.replacing(",", with: ".") ?? ""), (0.001...180).contains(field) else {
                throw Problem(message: "The width is a number of degrees from 0.001 to 180.")
            }
            guard let size = Int(fields["size"] ?? ""), (16...20_000).contains(size) else {
                throw Problem(message: "The pixels along a side are a whole number from 16 to 20000.")
            }
            let place = try await place(at)
            let name = fields["name"] ?? place.name.map { String($0.prefix { $0 != "(" }).trimmed } ?? at
            let directory = JobMaker.cutoutDirectory(place.position, field: field, name: name, size: size)
            guard ArchiveFiles.isPlainName(directory.directory), directory.directory.utf8.count <= 180 else {
                throw Problem(message: "“\(name.prefix(80))” cannot name a folder; choose something shorter without special signs.")
            }
            try await maker.makeCutouts(in: directory)
            return Response(redirectingTo: CutoutPages.address(directory.directory), status: .seeOther)
        } catch let problem as Problem {
            return try await self.form(fields, request, context, problem: problem.message)
        } catch let problem as SkyName.Problem {
            return try await self.form(fields, request, context, problem: problem.message)
        } catch let error as JobError {
            return try await self.form(fields, request, context, problem: "\(error.message).")
        }
    }

    private static func plain(_ number: Double) -> String {
        var text = String(format: "%.5f", number)
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
