import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Pipeline

/// One folder of cutouts: shown one after another, and as a strip by date.
struct CutoutFolderPage: Sendable {
    let site: Site
    let services: PageServices
    let maker: JobMaker
    /// Cutouts on a page at most: the first by date.
    static let most = 2_000

    func add(to router: Router<VisitContext>) {
        router.get("/cutouts/of/:name") { request, context in
            let directory = try await site.cutoutDirectory(context)
            return try await page(directory, request, context)
        }
        router.get("/cutouts/of/:name/fragment") { request, context in
            let directory = try await site.cutoutDirectory(context)
            return Response(fragment: site.pages.render("cutoutStrip", try await strip(directory, context)), for: request)
        }
        act(router, "show") { try await site.cutouts.change(cutout: $1.filename) { $0.visible = true } }
        act(router, "hide") { try await site.cutouts.change(cutout: $1.filename) { $0.visible = false } }
        act(router, "thumbnail") { directory, cutout in
            let first = try await shown(directory).map(\.order).min() ?? 0
            try await site.cutouts.change(cutout: cutout.filename) { ($0.order, $0.visible) = (first - 1, true) }
        }
        act(router, "remove") { _, cutout in try await remove(cutout) }
        router.post("/cutouts/of/:name/remove-all") { request, context in
            _ = try await request.checkedForm(context.visitor)
            try context.visitor.requireEditor()
            let directory = try await site.cutoutDirectory(context)
            while case let some = try await all(directory), !some.isEmpty {
                for cutout in some { try await remove(cutout) }
            }
            try await site.cutouts.remove(cutoutDirectory: directory.directory)
            return Response(redirectingTo: "/cutouts", status: .seeOther)
        }
        router.post("/cutouts/of/:name/again") { request, context in
            _ = try await request.checkedForm(context.visitor)
            try context.visitor.requireEditor()
            let directory = try await site.cutoutDirectory(context)
            do {
                try await maker.makeCutouts(in: directory)
            } catch let error as JobError {
                return try await page(directory, request, context, problem: "\(error.message).")
            }
            return Response(redirectingTo: CutoutPages.address(directory.directory), status: .seeOther)
        }
    }

    /// A button of one cutout: its form names the file.
    private func act(
        _ router: Router<VisitContext>, _ name: String, _ work: @escaping @Sendable (CutoutDirectory, Cutout) async throws -> Void
    ) {
        router.post(RouterPath("/cutouts/of/:name/\(name)")) { request, context in
            let form = try await request.checkedForm(context.visitor)
            try context.visitor.requireEditor()
            let directory = try await site.cutoutDirectory(context)
            guard let cutout = try await site.cutouts.cutout(form["file"] ?? ""), cutout.directory == directory.directory else {
                throw APIError.notFound
            }
            try await work(directory, cutout)
            return Response(redirectingTo: CutoutPages.address(directory.directory), status: .seeOther)
        }
    }

    private func remove(_ cutout: Cutout) async throws {
        if ArchiveFiles.isPlainName(cutout.filename), ArchiveFiles.isPlainName(cutout.directory) {
            try await services.archive?.trash(cutout: cutout.filename, directory: cutout.directory)
        }
        try await site.cutouts.remove(cutout: cutout.filename)
    }

    // MARK: What the templates are told

    private func page(
        _ directory: CutoutDirectory, _ request: Request, _ context: VisitContext, problem: String? = nil
    ) async throws -> Response {
        var values = try await strip(directory, context)
        values["title"] = directory.title
        values["events"] = "\(site.configuration.basePath)/events/"
        values["facts"] = Self.facts(directory)
        if let ra = directory.fieldRA, let dec = directory.fieldDec {
            let (ra, dec) = (Wording.number(ra, digits: 5), Wording.number(dec, digits: 5))
            values["map"] = "/sky#ra=\(ra)&dec=\(dec)&field=\(Wording.number(max(2, 10 * (directory.fieldFOV ?? 1)), digits: 2))"
            values["photos"] = "/?at=\(ra)%2C\(dec)"
        }
        if let problem { values["problem"] = problem }
        return site.pages.page(
            "cutoutFolder", title: "Cutouts of \(directory.title)", values, scripts: ["cutouts.js"], request: request, context: context,
            status: problem == nil ? .ok : .conflict)
    }

    private static func facts(_ directory: CutoutDirectory) -> String {
        var facts: [String] = []
        if let ra = directory.fieldRA, let dec = directory.fieldDec { facts.append(Wording.position(ra: ra, dec: dec)) }
        if let field = directory.fieldFOV { facts.append("\(Wording.angle(field)) wide") }
        if let size = directory.cutoutSize { facts.append("\(size) × \(size) pixels") }
        return facts.joined(separator: " · ")
    }

    private func strip(_ directory: CutoutDirectory, _ context: VisitContext) async throws -> [String: Any] {
        let cutouts = try await all(directory)
        let waiting = try await waiting(directory)
        let thumbnail = Self.thumbnail(cutouts)
        let made = cutouts.count { $0.status == .done }
        let failed = cutouts.count { $0.status == .failed }
        // One that failed and is made again counts as one that is to be made.
        let total = max(cutouts.count, made + waiting)
        var progress = made == 1 ? "1 cutout" : "\(made) cutouts"
        if waiting > 0 { progress = "\(made) of \(total) made" } else if failed > 0 { progress += ", \(failed) failed" }
        var rows: [[String: Any]] = []
        for cutout in cutouts { rows.append(try await row(cutout, isThumbnail: cutout.filename == thumbnail)) }
        let shown = cutouts.count { $0.visible && $0.status == .done }
        return [
            "address": CutoutPages.address(directory.directory), "waiting": waiting, "progress": progress, "isBusy": waiting > 0,
            "all": total, "made": made, "cutouts": rows, "canAnimate": shown > 1 && services.animation != nil,
            "mayEdit": context.visitor.mayEdit, "token": context.visitor.formToken ?? "",
        ]
    }

    private func row(_ c: Cutout, isThumbnail: Bool) async throws -> [String: Any] {
        let name = c.observationName ?? c.observationTaskID
        let date = c.observationDate.map(Wording.date) ?? "no date"
        var row: [String: Any] = [
            "file": c.filename, "date": date, "label": "\(date), \(name)", "observationName": name, "isThumbnail": isThumbnail,
            "isHidden": c.status == .done && !c.visible, "making": c.status == .created,
            "state": "\(c.status.rawValue) \(c.visible) \(isThumbnail) \(c.created.map { DateTime.text($0) } ?? "")",
        ]
        if c.status == .failed { row["failed"] = c.reason ?? "for an unknown reason" }
        if let coverage = c.coverage, coverage < 0.995 { row["coverage"] = "\(Int((100 * coverage).rounded())) % of it" }
        if c.status == .done {
            row["source"] = CutoutPages.file(c.directory, c.filename)
            row["shown"] = c.visible
        }
        if let observation = try await site.repository.observation(taskID: c.observationTaskID) {
            let known = ObservationRow(observation: observation)
            row["observation"] = known.address
            if let plain = known.preview(1600) { row["plain"] = plain }
        }
        return row
    }

    /// The file that stands for the folder: the one that lists of folders show.
    private static func thumbnail(_ cutouts: [Cutout]) -> String? {
        let shown = cutouts.filter { $0.visible && $0.status == .done }
        // `min` takes the first of equals, which are in order of their dates.
        return shown.min { $0.order < $1.order }?.filename
    }

    private func shown(_ directory: CutoutDirectory) async throws -> [Cutout] { try await all(directory).filter(\.visible) }

    private func all(_ directory: CutoutDirectory) async throws -> [Cutout] {
        var query = CutoutQuery()
        (query.directory, query.limit) = (directory.directory, Self.most)
        query.order = ["observation_date", "filename"].compactMap { FilterField.cutout[$0].map { FieldOrder($0) } }
        return try await site.cutouts.cutouts(matching: query).items
    }

    private func waiting(_ directory: CutoutDirectory) async throws -> Int {
        var query = JobQuery()
        (query.command, query.statuses, query.limit) = ("image_cutout", [.new, .handling], 0)
        if let field = FilterField.job["parameters"] {
            query.filters = [FieldFilter(field, .holds(",\(directory.directory)/", .anywhere, anyCase: false))]
        }
        return try await site.jobs.jobs(matching: query).total
    }
}

extension Site {
    /// The folder of cutouts that a page's address names.
    func cutoutDirectory(_ context: VisitContext) async throws -> CutoutDirectory {
        guard let name = context.decoded("name"), let directory = try await cutouts.cutoutDirectory(name) else { throw APIError.notFound }
        return directory
    }
}
