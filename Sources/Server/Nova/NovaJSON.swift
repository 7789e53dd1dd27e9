import Foundation
import HTTPTypes
import Hummingbird
import NovaService

/// Answers in nova's shapes: JSON that says it is plain text, errors with status 200.
enum NovaJSON {
    static func response(status: HTTPResponse.Status = .ok, _ members: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter()
        writer.object(members)
        return Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }

    static func error(_ message: String, status: HTTPResponse.Status = .ok) -> Response {
        response(status: status) {
            $0.key("status")
            $0.value("error")
            $0.key("errormessage")
            $0.value(message)
        }
    }

    static func submission(_ submission: NovaSubmission) -> Response {
        response { json in
            json.key("user")
            json.value(submission.key)
            json.key("processing_started")
            json.value(time(submission.started))
            json.key("processing_finished")
            json.value(time(submission.finished))
            for key: StaticString in ["user_images", "images"] {
                json.key(key)
                json.array { list in for image in submission.images { list.value(image.id) } }
            }
            json.key("jobs")
            json.array { list in
                for image in submission.images { list.value(image.state == .waiting ? nil : image.id) }
            }
            json.key("job_calibrations")
            json.array { list in
                for image in submission.images where image.state == .success {
                    list.array {
                        $0.value(image.id)
                        $0.value(image.id)
                    }
                }
            }
            if let error = submission.error {
                json.key("error_message")
                json.value(error)
            }
        }
    }

    /// - Parameter isWhole: with the members that the call for the calibration alone has besides.
    static func calibration(_ calibration: NovaCalibration, isWhole: Bool, _ json: inout JSONWriter) {
        func member(_ key: StaticString, _ value: Double) {
            json.key(key)
            json.value(value)
        }
        member("ra", calibration.ra)
        member("dec", calibration.dec)
        if isWhole {
            member("width_arcsec", calibration.widthArcsec)
            member("height_arcsec", calibration.heightArcsec)
        }
        member("radius", calibration.radius)
        member("pixscale", calibration.pixscale)
        member("orientation", calibration.orientation)
        member("parity", calibration.parity)
    }

    static func list(_ key: StaticString, _ words: [String], _ json: inout JSONWriter) {
        json.key(key)
        json.array { list in for word in words { list.value(word) } }
    }

    static func annotations(_ objects: [NovaObject], brightest: Int?) -> Response {
        // Of the stars, the brightest ones; nebulae all.
        let stars = objects.filter { $0.type == "bright" }.sorted { ($0.magnitude ?? 99) < ($1.magnitude ?? 99) }
        let shown = Set(stars.prefix(max(0, brightest ?? .max)))
        return response { json in
            json.key("annotations")
            json.array { list in
                for object in objects where object.type != "bright" || shown.contains(object) {
                    list.object {
                        $0.key("type")
                        $0.value(object.type)
                        Self.list("names", object.names, &$0)
                        $0.key("pixelx")
                        $0.value(object.x)
                        $0.key("pixely")
                        $0.value(object.y)
                        $0.key("radius")
                        $0.value(object.radius)
                        $0.key("vmag")
                        $0.value(object.magnitude)
                    }
                }
            }
        }
    }

    /// As Python prints a time of UTC: "2026-11-22 16:27:22.970504", or "None".
    private static func time(_ date: Date?) -> String {
        guard let date else { return "None" }
        let seconds = date.timeIntervalSince1970
        let whole = seconds.rounded(.down)
        let text = Date(timeIntervalSince1970: whole).formatted(
            Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
        return text.replacing("Z", with: "") + String(format: ".%06d", min(999_999, Int((seconds - whole) * 1e6)))
    }
}
