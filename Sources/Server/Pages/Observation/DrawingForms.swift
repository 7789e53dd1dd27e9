import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Pipeline

/// What an observation's page offers to be drawn, what is being drawn and what became of it.
struct DrawingForms: Sendable {
    let site: Site
    let maker: JobMaker

    /// Commands, and how a person would call what they make.
    private static let choices: [(command: String, label: String)] = [
        ("grid", "Coordinate grid"), ("grid_eq", "Coordinate grid, north up"), ("stars", "Stars with magnitudes"),
        ("exoplanets", "Exoplanet hosts"), ("asteroids", "Asteroids and comets"), ("transient", "A moving object and its track"),
        ("draw_extra", "The observation's own markers"),
    ]
    /// The newest of these are shown.
    private static let most = 12

    func add(to router: Router<VisitContext>) {
        router.post("/observations/:id/draw") { request, context in
            let form = try await request.checkedForm(context.visitor)
            try context.visitor.requireEditor()
            let observation = try await site.observation(context)
            do {
                try await maker.make(form["command"] ?? "", observation: observation.id, parameters: form["name"])
            } catch let error as JobError {
                throw APIError(.badRequest, detail: error.message)
            }
            return Response(redirectingTo: "/observations/\(observation.id)#drawings", status: .seeOther)
        }
    }

    /// What the template of the page is told; nothing of an observation that is not solved.
    func values(of o: Observation, for visitor: Visitor) async throws -> [String: Any] {
        guard o.products.contains(where: { ["fits", "wcs_fits"].contains($0.type) }) else { return [:] }
        let jobs = try await jobs(of: o)
        var values: [String: Any] = ["drawings": jobs, "hasDrawings": !jobs.isEmpty, "drawingsShown": visitor.mayEdit || !jobs.isEmpty]
        values["mayDraw"] = visitor.mayEdit
        if visitor.mayEdit { values["drawingChoices"] = Self.choices.map { ["command": $0.command, "label": $0.label] } }
        return values
    }

    private func jobs(of o: Observation) async throws -> [[String: Any]] {
        guard let parameters = FilterField.job["parameters"], let id = FilterField.job["id"] else { return [] }
        var query = JobQuery()
        query.filters = [FieldFilter(parameters, .holds("\(o.taskID),", .start, anyCase: false))]
        query.order = [FieldOrder(id, descending: true)]
        query.limit = Self.most
        return try await site.jobs.jobs(matching: query).items.map { job in
            var values = Self.values(job)
            let parts = job.parameters.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if job.status == .done, parts.count > 3, o.products.contains(where: { $0.filename == parts[3] }) {
                values["result"] = ObservationJSON(dataHost: Site.dataPath).address(o.taskID, parts[3])
            }
            return values
        }
    }

    static func values(_ job: Job) -> [String: Any] {
        var values: [String: Any] = [
            "id": job.id, "label": label(job), "status": words[job.status] ?? job.status.rawValue, "class": tones[job.status] ?? "wait",
            "hasFailed": job.status == .error, "taskID": String(job.parameters.prefix { $0 != "," }),
        ]
        if let created = job.created { values["date"] = Wording.date(created) }
        if job.status == .error, !job.result.isEmpty { values["reason"] = job.result }
        return values
    }

    private static func label(_ job: Job) -> String {
        let isTurned = job.command == "grid" && job.parameters.hasSuffix(",equatorial")
        let command = isTurned ? "grid_eq" : job.command
        let others = ["image_cutout": "Cutout", "box": "Corners of the field"]
        return choices.first { $0.command == command }?.label ?? others[command] ?? command
    }

    private static let words: [JobStatus: String] = [.new: "waiting", .handling: "being drawn", .done: "done", .error: "failed"]
    private static let tones: [JobStatus: String] = [.handling: "busy", .done: "good", .error: "bad"]
}
