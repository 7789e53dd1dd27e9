import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `uploads/`: photos for the landing pad, for editors. Resumable after tus 1.0 with the extensions creation, creation-with-upload,
/// expiration and termination; a request without `Tus-Resumable` brings a whole file, as a form's field or as its body.
struct UploadRoutes: Sendable {
    let site: Site
    let uploads: UploadFolder

    func add(to group: RouterGroup<VisitContext>) {
        for path in ["uploads", "uploads/:id"] {
            group.on(RouterPath(path), method: .options) { _, _ in
                var response = Response(status: .noContent)
                response.headers[.tusVersion] = Self.version
                response.headers[.tusExtension] = "creation,creation-with-upload,expiration,termination"
                response.headers[.tusMaxSize] = String(site.configuration.maximumUpload)
                return response.tus()
            }
        }
        group.get("uploads", use: list)
        group.post("uploads", use: create)
        group.head("uploads/:id", use: state)
        group.patch("uploads/:id", use: append)
        group.delete("uploads/:id", use: remove)
    }

    static let version = "1.0.0"

    // MARK: tus

    @Sendable private func create(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let user = context.visitor.user?.name ?? ""
        guard request.headers[.tusResumable] != nil else { return try await takeWhole(request, user: user) }
        if let refusal = Self.refusal(request) { return refusal }
        guard let length = request.headers[.uploadLength].flatMap({ Int($0) }), length >= 0 else {
            throw APIError(.badRequest, detail: "Upload-Length is to say how many bytes there will be.")
        }
        let name = TusMetadata(request.headers[.uploadMetadata] ?? "")["filename"]
        let upload = try await uploads.begin(length: length, filename: name ?? "", user: user)
        var response = Response(status: .created)
        response.headers[.location] = site.address(of: "\(site.configuration.basePath)/uploads/\(upload.id)", request)
        if request.headers[.contentType] == Self.bytes, length > 0 {
            var body = request.body.makeAsyncIterator()
            let offset = try await uploads.append(upload, at: 0) { try await body.next().map { Data($0.readableBytesView) } }
            response.headers[.uploadOffset] = String(offset)
        }
        return response.tus(upload)
    }

    @Sendable private func state(_ request: Request, _ context: VisitContext) async throws -> Response {
        if let refusal = Self.refusal(request) { return refusal }
        let (upload, offset) = try await found(context)
        var response = Response(status: .ok)
        response.headers[.uploadOffset] = String(offset)
        response.headers[.uploadLength] = upload.length.map(String.init)
        response.headers[.cacheControl] = "no-store"
        return response.tus(upload)
    }

    @Sendable private func append(_ request: Request, _ context: VisitContext) async throws -> Response {
        if let refusal = Self.refusal(request) { return refusal }
        guard request.headers[.contentType] == Self.bytes else {
            throw APIError(.unsupportedMediaType, detail: "The body of an upload is \(Self.bytes).")
        }
        guard let at = request.headers[.uploadOffset].flatMap({ Int($0) }), at >= 0 else {
            throw APIError(.badRequest, detail: "Upload-Offset is to say where the bytes belong.")
        }
        let (upload, offset) = try await found(context)
        guard at == offset, !upload.isDone else { throw APIError(.conflict, detail: "The upload's offset is \(offset).") }
        var body = request.body.makeAsyncIterator()
        let end = try await uploads.append(upload, at: at) { try await body.next().map { Data($0.readableBytesView) } }
        var response = Response(status: .noContent)
        response.headers[.uploadOffset] = String(end)
        return response.tus(upload)
    }

    @Sendable private func remove(_ request: Request, _ context: VisitContext) async throws -> Response {
        if let refusal = Self.refusal(request) { return refusal }
        try await uploads.remove(try await found(context).upload.id)
        return Response(status: .noContent).tus()
    }

    /// An upload is its sender's alone, and an admin's.
    private func found(_ context: VisitContext) async throws -> (upload: UploadFolder.Upload, offset: Int) {
        try context.visitor.requireEditor()
        guard let user = context.visitor.user, let id = context.parameters.get("id"), let found = try await uploads.upload(id),
            found.upload.user == user.name || user.role == .admin
        else { throw APIError.notFound }
        return found
    }

    private static let bytes = "application/offset+octet-stream"

    private static func refusal(_ request: Request) -> Response? {
        guard request.headers[.tusResumable] != version else { return nil }
        var json = JSONWriter()
        json.object { $0.member("detail", "The header Tus-Resumable is to say \(version).") }
        var response = Response(json: json, status: .preconditionFailed)
        response.headers[.tusVersion] = version
        return response.tus()
    }

    // MARK: Whole files

    /// The first file of a form, or the body itself with its name in the parameter `filename` or in `Content-Disposition`.
    private func takeWhole(_ request: Request, user: String) async throws -> Response {
        let type = request.headers[.contentType] ?? ""
        var body = request.body.makeAsyncIterator()
        let name: String
        let size: Int
        if type.lowercased().hasPrefix("multipart/form-data") {
            guard var form = MultipartFile(contentType: type, body: body) else {
                throw APIError(.badRequest, detail: "Multipart form parse error - Invalid boundary in multipart: None")
            }
            guard let found = try await form.findFile() else { throw APIError(field: "file", "No file was submitted.") }
            name = found
            size = try await uploads.takeAll(filename: name, user: user) { try await form.next() }
        } else {
            name = request.query.given("filename") ?? request.headers[.contentDisposition].flatMap(UploadName.inDisposition) ?? ""
            size = try await uploads.takeAll(filename: name, user: user) { try await body.next().map { Data($0.readableBytesView) } }
        }
        var json = JSONWriter()
        json.object { json in
            json.member("filename", name)
            json.member("size", size)
        }
        return Response(json: json, status: .created)
    }

    // MARK: What is under way

    @Sendable private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        try context.visitor.requireEditor()
        let user = context.visitor.user
        let mine = try await uploads.all().filter { $0.user == user?.name || user?.role == .admin }
        return try await site.page(request, "uploads", size: 100) { offset, limit in
            (mine.count, Array(mine.dropFirst(offset).prefix(limit)))
        } write: { upload, json in
            json.object { json in
                json.member("id", upload.id)
                json.member("filename", upload.filename)
                json.member("length", upload.length)
                json.member("user", upload.user)
                json.member("created", DateTime.text(upload.created))
                json.key("done")
                json.value(upload.isDone)
            }
        }
    }
}

/// The header `Upload-Metadata`: names, each with a value in Base64.
struct TusMetadata {
    private let values: [String: String]

    init(_ header: String) {
        var values: [String: String] = [:]
        for pair in header.split(separator: ",").prefix(50) {
            let halves = pair.split(separator: " ")
            guard let name = halves.first else { continue }
            let bytes = halves.count > 1 ? Data(base64Encoded: String(halves[1])) ?? Data() : Data()
            values[String(name)] = String(decoding: bytes, as: UTF8.self)
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }
}

extension HTTPField.Name {
    static let tusResumable = Self("Tus-Resumable") ?? .cookie
    static let tusVersion = Self("Tus-Version") ?? .cookie
    static let tusExtension = Self("Tus-Extension") ?? .cookie
    static let tusMaxSize = Self("Tus-Max-Size") ?? .cookie
    static let uploadLength = Self("Upload-Length") ?? .cookie
    static let uploadOffset = Self("Upload-Offset") ?? .cookie
    static let uploadMetadata = Self("Upload-Metadata") ?? .cookie
    static let uploadExpires = Self("Upload-Expires") ?? .cookie
}

extension Response {
    fileprivate func tus(_ upload: UploadFolder.Upload? = nil) -> Response {
        var copy = self
        copy.headers[.tusResumable] = UploadRoutes.version
        if let upload, !upload.isDone {
            copy.headers[.uploadExpires] = HTTPDate.text(upload.created.addingTimeInterval(UploadFolder.hours * 3600))
        }
        return copy
    }
}
