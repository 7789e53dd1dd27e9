import Foundation
import HTTPTypes
import Hummingbird
import NovaService

/// A page for each submission and each of its pictures, at the addresses that clients of nova show.
struct NovaPages: Sendable {
    let site: Site
    let desk: NovaDesk

    func add(to router: Router<VisitContext>) {
        router.get("/status/:id") { request, context in
            let submission = try await submission(context)
            return site.pages.page(
                "nova", title: "Submission \(submission.id)", try await values(submission, source: "/status/\(submission.id)/fragment"),
                request: request, context: context)
        }
        router.get("/status/:id/fragment") { request, context in
            let submission = try await submission(context)
            return Response(fragment: site.pages.render("novaJobs", try await values(submission, source: "")), for: request)
        }
        for path in ["user_images", "joblog"] {
            router.get("/\(path)/:id") { request, context in
                let image = try await image(context)
                return site.pages.page(
                    "nova", title: "Job \(image.id)", try await values(image, source: "/\(path)/\(image.id)/fragment"), request: request,
                    context: context)
            }
            router.get("/\(path)/:id/fragment") { request, context in
                let image = try await image(context)
                return Response(fragment: site.pages.render("novaJobs", try await values(image, source: "")), for: request)
            }
        }
    }

    private func submission(_ context: VisitContext) async throws -> NovaSubmission {
        do { return try await desk.submission(try NovaRoutes.id(context)) } catch is NovaError { throw APIError.notFound }
    }

    private func image(_ context: VisitContext) async throws -> NovaImage {
        do { return try await desk.image(try NovaRoutes.id(context)) } catch is NovaError { throw APIError.notFound }
    }

    private func values(_ submission: NovaSubmission, source: String) async throws -> [String: Any] {
        var jobs: [[String: Any]] = []
        // A page of a thousand pictures is of no use to anybody.
        for image in submission.images.prefix(50) { jobs.append(try await values(image)) }
        let done = submission.images.count { $0.state == .success || $0.state == .failure }
        var summary = "“\(submission.filename)”, handed in \(Wording.date(submission.created)). "
        if submission.finished == nil {
            summary += submission.started == nil ? "It waits to be opened." : "It is being opened."
        } else {
            summary += submission.images.count == 1 ? "One picture." : "\(done) of \(submission.images.count) pictures are finished."
        }
        var values: [String: Any] = ["title": "Submission \(submission.id)", "summary": summary, "jobs": jobs, "source": source]
        // A bad picture's reason stands beside it.
        if submission.images.isEmpty, let error = submission.error { values["error"] = error }
        return values
    }

    private func values(_ image: NovaImage, source: String) async throws -> [String: Any] {
        [
            "title": "Job \(image.id)", "summary": "Of submission \(image.submission).", "jobs": [try await values(image)],
            "source": source,
        ]
    }

    private func values(_ image: NovaImage) async throws -> [String: Any] {
        let words = [NovaImage.State.waiting: "waiting", .solving: "solving", .success: "solved", .failure: "failed"]
        let classes = [NovaImage.State.waiting: "pending", .solving: "submitted", .success: "done", .failure: "failed"]
        var values: [String: Any] = [
            "filename": image.filename, "status": words[image.state] ?? "", "class": classes[image.state] ?? "",
        ]
        if let reason = image.reason { values["reason"] = reason }
        var facts: [(String, String)] = [("Job", "\(image.id)")]
        if let started = image.started, let finished = image.finished, image.state == .success {
            facts.append(("Solved in", "\(Wording.number(finished.timeIntervalSince(started), digits: 1)) s"))
        }
        if let calibration = image.calibration {
            facts += Self.facts(calibration)
            values["picture"] = "/annotated_display/\(image.id)"
            // Its room is kept until it is there.
            let (width, height) = (calibration.widthArcsec, calibration.heightArcsec)
            let scale = 640 / max(width, height)
            values["width"] = Wording.number(width * scale, digits: 0)
            values["height"] = Wording.number(height * scale, digits: 0)
            values["pictureLink"] = "/annotated_full/\(image.id)"
            values["hasFiles"] = true
            values["files"] = Self.files.map { ["address": "/\($0.0.rawValue)/\(image.id)", "label": $0.1] }
            let tags = try await desk.tags(of: image.id)
            if !tags.isEmpty { values["tags"] = tags.prefix(60).joined(separator: ", ") }
        }
        values["facts"] = facts.map { ["label": $0.0, "value": $0.1] }
        return values
    }

    private static let files: [(NovaProduct, String)] = [
        (.wcs, "Solution"), (.newFITS, "Picture as FITS"), (.axy, "Stars seen"), (.corr, "Stars matched"), (.rdls, "Index stars"),
        (.annotated, "Annotated"), (.grid, "Grid"), (.redGreen, "Seen and index stars"), (.extraction, "Stars seen, drawn"),
    ]

    private static func facts(_ calibration: NovaCalibration) -> [(String, String)] {
        [
            ("Centre", Wording.position(ra: calibration.ra, dec: calibration.dec)),
            ("in degrees", "\(Wording.number(calibration.ra, digits: 5)), \(Wording.number(calibration.dec, digits: 5))"),
            (
                "Field",
                "\(Wording.number(calibration.widthArcsec / 3600, digits: 2))° × \(Wording.number(calibration.heightArcsec / 3600, digits: 2))°"
            ),
            ("Radius", "\(Wording.number(calibration.radius, digits: 2))°"),
            ("Pixel scale", "\(Wording.number(calibration.pixscale, digits: 3))″ per pixel"),
            ("Orientation", "up is \(Wording.number(calibration.orientation, digits: 1))° east of north"),
        ]
    }
}
