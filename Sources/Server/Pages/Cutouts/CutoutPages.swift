import Catalogs
import HTTPTypes
import Hummingbird
import Observations
import Pipeline

/// The pages of cutouts: all folders, one folder, a new one.
struct CutoutPages: Sendable {
    let site: Site
    let services: PageServices
    let maker: JobMaker
    let catalog: (any SkyCatalog)?
    static let pageSize = 60

    func add(to router: Router<VisitContext>) {
        router.get("/cutouts") { request, context in try await list(request, context) }
        CutoutForm(site: site, maker: maker, catalog: catalog).add(to: router)
        CutoutFolderPage(site: site, services: services, maker: maker).add(to: router)
        CutoutAnimations(site: site, services: services).add(to: router)
    }

    static func address(_ directory: String) -> String { "/cutouts/of/\(ObservationJSON.segment(directory))" }

    /// The address of a cutout's file.
    static func file(_ directory: String, _ file: String) -> String {
        "\(Site.dataPath)/cutouts/\(ObservationJSON.segment(directory))/\(ObservationJSON.segment(file))"
    }

    private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        let page = max(1, min(1_000_000, request.query.given("page").flatMap { Int($0) } ?? 1))
        let found = try await site.cutouts.cutoutDirectories(offset: (page - 1) * Self.pageSize, limit: Self.pageSize)
        let rows = found.items.map { entry in
            let directory = entry.directory
            var row: [String: Any] = [
                "address": Self.address(directory.directory), "name": directory.title,
                "count": entry.numberOfImages == 1 ? "1 cutout" : "\(entry.numberOfImages) cutouts",
            ]
            if let file = entry.thumbnail { row["thumbnail"] = Self.file(directory.directory, file) }
            if let ra = directory.fieldRA, let dec = directory.fieldDec { row["position"] = Wording.position(ra: ra, dec: dec) }
            if let field = directory.fieldFOV { row["field"] = Wording.angle(field) }
            return row
        }
        var values: [String: Any] = ["rows": rows, "hasRows": !rows.isEmpty]
        let pageCount = max(1, (found.total + Self.pageSize - 1) / Self.pageSize)
        if pageCount > 1 || page > 1 {
            var pages: [String: Any] = ["page": page, "pageCount": pageCount]
            if page > 1 { pages["previous"] = "/cutouts?page=\(min(page - 1, pageCount))" }
            if page < pageCount { pages["next"] = "/cutouts?page=\(page + 1)" }
            values["pages"] = pages
        }
        return site.pages.page("cutouts", title: "Cutouts", values, request: request, context: context)
    }
}

extension CutoutDirectory {
    /// For people.
    var title: String {
        guard let name = fieldName, !name.trimmed.isEmpty else { return directory }
        return name
    }
}
