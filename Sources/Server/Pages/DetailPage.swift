import Foundation
import HTTPTypes
import Hummingbird
import Observations

/// An observation's own page.
struct DetailPage: Sendable {
    let site: Site
    let drawings: DrawingForms
    let collecting: Collecting
    let layers: LayerChoices

    func add(to router: Router<VisitContext>) {
        router.get("/observations/:id") { request, context in
            let observation = try await site.observation(context)
            var values = try await fragment(observation, request, context)
            values["source"] = "/observations/\(observation.id)/fragment"
            return site.pages.page("detail", title: observation.name, values, request: request, context: context)
        }
        router.get("/observations/:id/fragment") { request, context in
            let observation = try await site.observation(context)
            let text = site.pages.render("facts", try await fragment(observation, request, context))
            return Response(fragment: text, for: request)
        }
    }

    private func fragment(_ o: Observation, _ request: Request, _ context: VisitContext) async throws -> [String: Any] {
        let row = ObservationRow(observation: o)
        let writer = ObservationJSON(dataHost: Site.dataPath)
        var values = row.values(for: context.visitor, back: row.address, removedBack: "/")
        values["token"] = context.visitor.formToken ?? ""
        values["mayEdit"] = context.visitor.mayEdit
        values.merge(try await drawings.values(of: o, for: context.visitor)) { $1 }
        values.merge(try await collecting.values("observation", String(o.id), label: "Add to a collection or project", for: context.visitor)) { $1 }
        if let picture = row.preview(1600), let raw = row.rawFile {
            values["picture"] = picture
            values["original"] = writer.address(o.taskID, raw)
            values.merge(Self.viewer(o)) { $1 }
            if values["layers"] != nil { values["layerChoices"] = try await layers.values(of: o) }
        }
        if let id = o.parent, let master = try await site.repository.observation(id: id) {
            values["project"] = ["name": master.name, "address": "/projects/\(id)"]
        } else if o.taskType == "master" {
            values["project"] = ["name": "its observations", "address": "/projects/\(o.id)"]
        }
        values["history"] = try await history(of: o)
        values["facts"] = Self.facts(o).map { ["label": $0.0, "value": $0.1] }
        values["hasProducts"] = !o.products.isEmpty
        values["products"] = o.products.map { product in
            [
                "filename": product.filename, "type": product.type, "size": Wording.bytes(product.size),
                "address": writer.address(o.taskID, product.filename),
            ]
        }
        return values
    }

    /// What became of it, newest first; it began with its being taken in.
    private func history(of o: Observation) async throws -> [[String: Any]] {
        let changes = try await site.repository.history(of: o.id)
        var rows: [[String: Any]] = changes.map { change in
            var row = ["date": Wording.second(change.time), "status": change.status.rawValue, "class": Wording.tone(change.status)]
            row["reason"] = change.reason
            return row
        }
        rows.append(["date": o.created.map(Wording.second) ?? "", "status": "taken in", "class": ""])
        return rows
    }

    /// Products with the picture's own outline, which can be laid over it.
    private static let overlaid: Set = [
        "annotated", "annotated_grid", "annotated_stars", "annotated_transient", "annotated_exoplanets", "stars_seen",
    ]

    /// What the viewer of the picture needs, and where else its place in the sky can be looked at.
    private static func viewer(_ o: Observation) -> [String: Any] {
        let name = ObservationJSON.segment(o.taskID)
        var values: [String: Any] = [
            "width": o.width ?? 0, "height": o.height ?? 0, "tiles": "/tiles/\(name)/",
            "keep": "\(name) \(o.products.last { $0.type == "raw" }?.filename ?? "") \(o.status.rawValue)",
        ]
        guard o.solution != nil, o.products.contains(where: { $0.type == "wcs_fits" }) else { return values }
        values["layers"] = "/layers/\(name)/"
        let pictures = o.products.filter { Self.overlaid.contains($0.type) }
        if !pictures.isEmpty {
            values["hasCompares"] = true
            values["compares"] = pictures.map {
                ["address": ObservationJSON(dataHost: Site.dataPath).address(o.taskID, $0.filename), "label": $0.type]
            }
        }
        guard let ra = o.fieldRA, let dec = o.fieldDec else { return values }
        let radius = min(5, max(0.05, (o.fieldFOV ?? 1) / 4))
        values["bodies"] = "/catalogs/in-photo/\(o.id)"
        values["cutouts"] =
            "/cutouts/new?ra=\(Wording.number(ra, digits: 5))&dec=\(Wording.number(dec, digits: 5))&radius=\(Wording.number(radius, digits: 2))"
        let place = "\(Wording.number(ra, digits: 5))%20\(Wording.number(dec, digits: 5))"
        values["links"] = [
            ("ESASky", "https://sky.esa.int/esasky/?target=\(place)&cooframe=J2000"),
            ("CDS Aladin", "https://aladin.cds.unistra.fr/AladinLite/?target=\(place)"),
            (
                "SDSS",
                "https://skyserver.sdss.org/dr18/VisualTools/navi?ra=\(Wording.number(ra, digits: 5))&dec=\(Wording.number(dec, digits: 5))"
            ),
        ].map { ["label": $0.0, "address": $0.1] }
        return values
    }

    /// What is up in the picture as it is shown. The record has the direction in which y grows: up in a FITS file as most are
    /// written, down in every other picture.
    private static func orientation(_ s: SolutionFacts, isFITS: Bool) -> String {
        let up = isFITS ? s.orientation : s.orientation > 0 ? s.orientation - 180 : s.orientation + 180
        let mirrored = (s.parity > 0) == isFITS ? ", mirrored" : ""
        return "up is \(Wording.number(up, digits: 1))° east of north\(mirrored)"
    }

    private static func facts(_ o: Observation) -> [(String, String)] {
        var facts: [(String, String?)] = [("Task id", o.taskID)]
        facts.append(("Date", o.date.map { Wording.date($0) + (o.dateSource.map { " (from \($0))" } ?? "") }))
        if o.solution != nil || o.status == .done, let ra = o.fieldRA, let dec = o.fieldDec {
            facts.append(("Centre", Wording.position(ra: ra, dec: dec)))
            facts.append(("in degrees", "\(Wording.number(ra, digits: 5)), \(Wording.number(dec, digits: 5))"))
        }
        facts.append(("Field", Wording.field(of: o)))
        if let s = o.solution {
            facts.append(("Pixel scale", "\(Wording.number(s.pixelScale, digits: 3))″ per pixel"))
            facts.append(("Orientation", orientation(s, isFITS: o.format == "fits")))
            let stars = s.matchedStars.map { ", \($0) stars matched" } ?? ""
            let time = s.seconds.map { ", \(Wording.number($0, digits: 1)) s" } ?? ""
            facts.append(("Solved by", s.engine + stars + time))
        }
        facts.append(("Field name", o.fieldName))
        facts.append(("Camera", o.camera))
        facts.append(("Lens", o.lens))
        facts.append(("Exposure", o.exposureTime.map(exposure)))
        facts.append(("ISO", o.isoSpeed.map(String.init)))
        facts.append(("Focal length", o.focalLengthMillimetres.map { "\(Wording.number($0, digits: 0)) mm" }))
        if let width = o.width, let height = o.height {
            facts.append(("Picture", "\(width) × \(height) pixels\(o.format.map { ", \($0)" } ?? "")"))
        }
        facts.append(("Magnitude", o.magnitude.map { Wording.number($0, digits: 1) }))
        facts.append(("Quality", o.quality))
        facts.append(("Description", o.description))
        return facts.compactMap { label, value in value.flatMap { $0.isEmpty ? nil : (label, $0) } }
    }

    private static func exposure(_ seconds: Double) -> String {
        guard seconds > 0, seconds < 0.5 else { return "\(Wording.number(seconds, digits: seconds < 10 ? 1 : 0)) s" }
        return "1/\(Wording.number(1 / seconds, digits: 0)) s"
    }
}

extension Site {
    /// The observation that a page's address names.
    func observation(_ context: VisitContext) async throws -> Observation {
        guard let id = context.parameters.get("id", as: Int64.self),
            let observation = try await repository.observation(id: id)
        else { throw APIError.notFound }
        return observation
    }
}
