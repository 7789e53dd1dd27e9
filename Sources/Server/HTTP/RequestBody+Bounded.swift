import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The whole body, up to `limit` bytes.
    /// - Throws: 413 where it is longer.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        let tooLarge = APIError(.contentTooLarge, detail: "The request's body is larger than \(limit) bytes.")
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        do {
            return Array(buffer: try await body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    var query: QueryParameters { QueryParameters(decoding: uri.query ?? "") }

    /// The body as JSON, or a form as an object of strings; a missing body is an empty object.
    func input(upTo limit: Int) async throws -> JSONValue {
        let type = (headers[.contentType] ?? "application/json").prefix { $0 != ";" }.lowercased().trimmed
        let bytes = try await bytes(upTo: limit)
        switch type {
        case "application/json":
            guard !bytes.isEmpty else { return .object([]) }
            do throws(JSONReader.Failure) {
                return try JSONReader.value(of: bytes)
            } catch {
                throw APIError(.badRequest, detail: "JSON parse error - \(error.message)")
            }
        case "application/x-www-form-urlencoded":
            let form = QueryParameters(decoding: String(decoding: bytes, as: UTF8.self))
            return .object(form.items.map { ($0.name, .string($0.value)) })
        default:
            throw APIError(.unsupportedMediaType, detail: "Unsupported media type \"\(type)\" in request.")
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
