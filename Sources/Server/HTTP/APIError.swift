import HTTPTypes
import Hummingbird
import Observations

/// What a client did wrong, in the shapes of the existing system: `{"detail": "…"}` or `{"field": ["…"]}`.
struct APIError: Error, HTTPResponseError, Equatable {
    var status: HTTPResponse.Status
    /// The message for the whole request; nil where `fields` says it.
    var detail: String?
    /// Messages by field, in the order of the record.
    var fields: [FieldMessage] = []

    struct FieldMessage: Sendable, Equatable {
        var field: String
        var message: String
    }

    init(_ status: HTTPResponse.Status, detail: String) {
        self.status = status
        self.detail = detail
    }

    init(fields: [FieldMessage]) {
        status = .badRequest
        self.fields = fields
    }

    init(field: String, _ message: String) {
        self.init(fields: [FieldMessage(field: field, message: message)])
    }

    static let notFound = APIError(.notFound, detail: "Not found.")
    static let invalidPage = APIError(.notFound, detail: "Invalid page.")
    static let noCredentials = APIError(.unauthorized, detail: "Authentication credentials were not provided.")
    static let notAllowed = APIError(.forbidden, detail: "You do not have permission to perform this action.")
    static let crossSite = APIError(.forbidden, detail: "CSRF Failed: CSRF token missing or incorrect.")

    /// The error that a repository's answer means to a client.
    init(_ error: RepositoryError) {
        switch error {
        case .notFound: self = .notFound
        case .statusIs(let status):
            self.init(.conflict, detail: "The observation's status is \(status.rawValue) by now.")
        case .invalid(let field, let message): self.init(field: field, message)
        }
    }

    var text: String { detail ?? fields.map { "\($0.field): \($0.message)" }.joined(separator: "\n") }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var writer = JSONWriter()
        writer.object { json in
            if let detail {
                json.key("detail")
                json.value(detail)
            }
            for field in fields {
                json.key(field.field)
                json.array { $0.value(field.message) }
            }
        }
        var response = Response(json: writer, status: status)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Basic realm=\"api\"" }
        return response
    }
}

extension Response {
    init(json writer: JSONWriter, status: HTTPResponse.Status = .ok) {
        self.init(json: ByteBuffer(bytes: writer.bytes), status: status)
    }

    init(json bytes: ByteBuffer, status: HTTPResponse.Status = .ok) {
        self.init(status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes))
    }

    init(text: String, type: String, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// To another address of this server.
    init(redirectingTo location: String, status: HTTPResponse.Status) {
        self.init(
            status: status, headers: [.location: location, .contentType: "text/html; charset=utf-8"],
            body: ResponseBody())
    }
}
