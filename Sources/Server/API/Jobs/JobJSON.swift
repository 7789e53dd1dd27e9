import Observations

/// A job as the existing system writes it.
enum JobJSON {
    /// - Parameter whole: with what that system does not know.
    static func write(_ job: Job, whole: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", job.id)
            json.member("job_service", job.jobService)
            json.member("queue", job.queue)
            json.member("celery_id", job.celeryID)
            json.member("creationTime", job.created.map(DateTime.text))
            json.member("command", job.command)
            json.member("parameters", job.parameters)
            json.member("extra", job.extra)
            json.member("status", job.status.rawValue)
            json.member("result", job.result)
            if whole { json.member("finished", job.finished.map(DateTime.text)) }
        }
    }

    static func version(_ job: Job) -> RecordVersion { RecordVersion { write(job, whole: true, to: &$0) } }
}

/// What a client wrote about a job: the fields it named.
struct JobInput: Sendable {
    let members: [String: JSONValue]

    init(_ body: JSONValue) throws(APIError) { members = try body.members() }

    /// - Throws: `APIError` with a message for every field that is wrong.
    func apply(to job: inout Job) throws(APIError) {
        var form = ObservationInput.Form(members: members)
        form.read("job_service") { value throws(FieldParsing.Problem) in
            job.jobService = try FieldParsing.text(value, maximum: 50, blankAllowed: false)
        }
        form.read("queue") { value throws(FieldParsing.Problem) in
            job.queue = try FieldParsing.text(value, maximum: 50, blankAllowed: false)
        }
        form.read("celery_id") { value throws(FieldParsing.Problem) in
            job.celeryID = try FieldParsing.optionalText(value, maximum: 100)
        }
        form.read("command") { value throws(FieldParsing.Problem) in
            job.command = try FieldParsing.text(value, maximum: 100, blankAllowed: false)
        }
        form.read("parameters") { value throws(FieldParsing.Problem) in
            job.parameters = try FieldParsing.optionalText(value, maximum: 10_000) ?? ""
        }
        form.read("extra") { value throws(FieldParsing.Problem) in
            job.extra = try FieldParsing.optionalText(value, maximum: 1_000_000)
        }
        form.read("status") { value throws(FieldParsing.Problem) in
            job.status = JobStatus(rawValue: try FieldParsing.text(value, maximum: 50, blankAllowed: false))
        }
        form.read("result") { value throws(FieldParsing.Problem) in
            job.result = try FieldParsing.optionalText(value, maximum: 100_000) ?? ""
        }
        form.read("finished") { value throws(FieldParsing.Problem) in job.finished = try FieldParsing.date(value) }
        if !form.problems.isEmpty { throw APIError(fields: form.problems) }
    }
}
