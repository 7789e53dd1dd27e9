import Accounts
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NovaService

/// The API of nova.astrometry.net on our own solver.
struct NovaRoutes: Sendable {
    let desk: NovaDesk
    let keys: APIKeys
    /// Bytes of a form or of `request-json`: lists of stars are long.
    private static let largestForm = 8 << 20
    private static let largestJSON = 8 << 20
    /// Of a file that comes before the session.
    private static let largestOfStrangers = 64 << 20

    func add(to router: Router<VisitContext>) {
        let api = router.group("/api").add(middleware: NovaErrors())
        api.post("login", use: logIn)
        api.post("upload", use: upload)
        api.post("url_upload") { request, _ in
            let reader = try await form(request)
            let key = try await key(reader)
            let wanted = try reader.request()
            guard let url = try reader.text("url"), !url.isEmpty else {
                // Astroquery sends its lists of stars here.
                guard let stars = try reader.stars() else { throw NovaRefusal("no \"url\" in JSON.") }
                return Self.accepted(try await refusing { try await desk.submit(stars, request: wanted, key: key.id) })
            }
            let id = try await refusing { try await desk.submit(url: url, request: wanted, key: key.id) }
            return Self.accepted(id)
        }
        api.get("submissions/:id") { _, context in
            NovaJSON.submission(try await desk.submission(try Self.id(context)))
        }
        addJobs(to: api)
        api.post("myjobs") { request, _ in
            let jobs = try await desk.jobs(of: try await key(try await form(request)).id)
            return NovaJSON.response { json in
                json.key("jobs")
                json.array { list in for job in jobs { list.value(job) } }
                json.key("status")
                json.value("success")
            }
        }
        api.post("submission_images") { request, _ in
            let reader = try await form(request)
            _ = try await key(reader)
            guard let number = try reader.number("subid"), let id = Int64(exactly: number) else {
                throw NovaRefusal("no \"subid\" in JSON.")
            }
            let images = try await desk.submission(id).images
            return NovaJSON.response { json in
                json.key("status")
                json.value("success")
                json.key("image_ids")
                json.array { list in for image in images { list.value(image.id) } }
            }
        }
        api.get("jobs_by_tag") { request, _ in
            let query = request.query
            let exact = !["", "0", "false", "n", "no"].contains((query["exact"] ?? "").lowercased())
            let jobs = try await desk.jobs(taggedWith: query["query"] ?? "", exactly: exact)
            return NovaJSON.response { json in
                json.key("job_ids")
                json.array { list in for job in jobs { list.value(job) } }
            }
        }
        // Any method: what asks for JSON is answered in JSON.
        for method: HTTPRequest.Method in [.get, .post, .put, .delete] {
            api.on("**", method: method) { request, _ -> Response in
                throw NovaError.unknown("There is no \(request.uri.path) here.")
            }
        }
    }

    private func addJobs(to api: RouterGroup<VisitContext>) {
        api.get("jobs/:id") { _, context in
            let job = try await desk.job(try Self.id(context))
            return NovaJSON.response {
                $0.key("status")
                $0.value(job.state.rawValue)
            }
        }
        api.get("jobs/:id/calibration") { _, context in
            let job = try await desk.job(try Self.id(context))
            return NovaJSON.response { json in
                if let calibration = job.calibration {
                    NovaJSON.calibration(calibration, isWhole: true, &json)
                } else {
                    json.key("error")
                    json.value("no calibration data available for job \(job.id)")
                }
            }
        }
        api.get("jobs/:id/info") { _, context in
            let job = try await desk.job(try Self.id(context))
            let tags = try await desk.tags(of: job.id)
            return NovaJSON.response { json in
                NovaJSON.list("objects_in_field", tags.sorted(), &json)
                NovaJSON.list("machine_tags", tags, &json)
                NovaJSON.list("tags", tags, &json)
                json.key("status")
                json.value(job.state.rawValue)
                json.key("original_filename")
                json.value(job.filename)
                if let calibration = job.calibration {
                    json.key("calibration")
                    json.object { NovaJSON.calibration(calibration, isWhole: false, &$0) }
                }
            }
        }
        api.get("jobs/:id/annotations") { request, context in
            let job = try await desk.job(try Self.id(context))
            return NovaJSON.annotations(try await desk.objects(in: job.id), brightest: request.query["nbright"].flatMap { Int($0) })
        }
        for (path, key) in [("tags", "tags"), ("machine_tags", "tags"), ("objects_in_field", "objects_in_field")]
            as [(String, StaticString)]
        {
            api.get("jobs/:id/\(path)") { _, context in
                let job = try await desk.job(try Self.id(context))
                let tags = try await desk.tags(of: job.id)
                return NovaJSON.response { NovaJSON.list(key, path == "objects_in_field" ? tags.sorted() : tags, &$0) }
            }
        }
    }

    // MARK: Log-in

    @Sendable private func logIn(_ request: Request, _ context: VisitContext) async throws -> Response {
        let reader = try await form(request)
        guard let secret = try reader.text("apikey") else { throw NovaRefusal("need \"apikey\"") }
        guard let (key, session) = try await keys.logIn(secret) else { throw NovaRefusal("bad apikey") }
        return NovaJSON.response {
            $0.key("status")
            $0.value("success")
            $0.key("message")
            $0.value("authenticated user: \(key.name)")
            $0.key("session")
            $0.value(session)
        }
    }

    /// Who asks.
    private func key(_ reader: NovaRequestReader) async throws -> APIKey {
        guard let session = try reader.text("session") else { throw NovaRefusal("no \"session\" in JSON.") }
        switch try await keys.standing(of: session) {
        case .known(let key): return key
        case .expired: throw NovaRefusal("user is not authenticated.")
        case .unknown: throw NovaRefusal("no session with key \"\(session.prefix(100))\"")
        }
    }

    private func form(_ request: Request) async throws -> NovaRequestReader {
        guard request.isForm else {
            if request.headers[.contentType]?.lowercased().hasPrefix("multipart/form-data") ?? false {
                return try await multipart(request).reader
            }
            throw NovaRefusal("no json")
        }
        let bytes: [UInt8]
        do {
            bytes = try await request.bytes(upTo: Self.largestForm)
        } catch let error as APIError {
            throw NovaRefusal(error.text)
        }
        let form = QueryParameters(decoding: String(decoding: bytes, as: UTF8.self))
        guard let json = form["request-json"], !json.isEmpty else { throw NovaRefusal("no json") }
        return try NovaRequestReader(json: Array(json.utf8))
    }

    // MARK: Uploads

    @Sendable private func upload(_ request: Request, _ context: VisitContext) async throws -> Response {
        let (reader, file) = try await multipart(request)
        do {
            let key = try await key(reader)
            let wanted = try reader.request()
            if let (file, name) = file {
                let (id, hash) = try await refusing { try await desk.submit(file, named: name, request: wanted, key: key.id) }
                return Self.accepted(id, hash: hash)
            }
            guard let stars = try reader.stars() else {
                throw NovaRefusal("There is neither a file nor are there lists \"x\" and \"y\" of stars.")
            }
            return Self.accepted(try await refusing { try await desk.submit(stars, request: wanted, key: key.id) })
        } catch {
            await file?.file.discard()
            throw error
        }
    }

    private static func accepted(_ id: Int64, hash: String? = nil) -> Response {
        NovaJSON.response {
            $0.key("status")
            $0.value("success")
            $0.key("subid")
            $0.value(id)
            if let hash {
                $0.key("hash")
                $0.value(hash)
            }
        }
    }

    private typealias Upload = (reader: NovaRequestReader, file: (file: IncomingFile, name: String)?)

    /// Takes the body apart while it comes in; the file goes to the disk.
    ///
    /// What is refused is read to its end all the same: programs that are still sending would see a broken connection, not the answer.
    private func multipart(_ request: Request) async throws -> Upload {
        guard let type = request.headers[.contentType], let reader = MultipartReader(contentType: type) else {
            if request.isForm { return (try await form(request), nil) }
            throw NovaRefusal("no json")
        }
        var body = UploadBody(reader: reader)
        var failure: (any Error)?
        var read = 0
        do {
            for try await piece in request.body {
                read += piece.readableBytes
                guard read <= desk.settings.largestUpload + 2 * Self.largestJSON else { break }
                if failure != nil { continue }
                do { try await take(piece, &body) } catch { failure = error }
            }
            if let failure { throw failure }
            guard read <= desk.settings.largestUpload + 2 * Self.largestJSON else {
                throw NovaRefusal("The file is larger than \(desk.settings.largestUpload) bytes, the most that is taken here.")
            }
            try body.reader.finish()
            guard let json = body.json, !json.isEmpty else { throw NovaRefusal("no json") }
            return (try NovaRequestReader(json: json), body.file)
        } catch {
            await body.file?.file.discard()
            guard let failure = error as? MultipartReader.Failure else { throw error }
            throw NovaRefusal("The multipart body is wrong: \(failure.message).")
        }
    }

    private struct UploadBody {
        enum Part { case json, file, other }

        var reader: MultipartReader
        var part = Part.other
        var json: [UInt8]?
        var file: (file: IncomingFile, name: String)?
    }

    private func take(_ piece: ByteBuffer, _ body: inout UploadBody) async throws {
        for event in try body.reader.feed(piece.readableBytesView) {
            switch event {
            case .part(let name, let filename):
                body.part = .other
                if name == "request-json", body.json == nil {
                    (body.part, body.json) = (.json, [])
                } else if name == "file", body.file == nil {
                    // As a rule the session comes before the file. A stranger's file is not written far.
                    if let json = body.json { _ = try await key(try NovaRequestReader(json: json)) }
                    let limit = body.json == nil ? min(Self.largestOfStrangers, desk.settings.largestUpload) : desk.settings.largestUpload
                    (body.part, body.file) = (.file, (try await desk.receive(upTo: limit), filename ?? "file"))
                }
            case .bytes(let bytes):
                switch body.part {
                case .json:
                    body.json?.append(contentsOf: bytes)
                    guard (body.json?.count ?? 0) <= Self.largestJSON else { throw NovaRefusal("\"request-json\" is too long.") }
                case .file:
                    if let file = body.file { try await refusing { try await file.file.append(bytes) } }
                case .other: break
                }
            case .end: body.part = .other
            }
        }
    }

    /// What the desk refuses while something is handed in is an error of status 200, as nova has it.
    private func refusing<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch NovaError.refused(let reason) { throw NovaRefusal(reason) }
    }

    static func id(_ context: VisitContext) throws -> Int64 {
        guard let text = context.parameters.get("id"), let id = Int64(text) else {
            throw NovaError.unknown("“\((context.parameters.get("id") ?? "").prefix(40))” is no number of a submission or job.")
        }
        return id
    }
}

/// Errors of this API in its own shape.
private struct NovaErrors: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitContext, next: (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as NovaRefusal {
            return NovaJSON.error(refusal.message)
        } catch NovaError.unknown(let reason) {
            return NovaJSON.error(reason, status: .notFound)
        } catch NovaError.refused(let reason) {
            return NovaJSON.error(reason, status: .conflict)
        } catch let error where !(error is CancellationError || error is any HTTPResponseError) {
            context.logger.error("A call of nova's API failed.", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return NovaJSON.error("The server could not do it; its log says why.", status: .internalServerError)
        }
    }
}
