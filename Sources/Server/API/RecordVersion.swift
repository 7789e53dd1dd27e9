import HTTPTypes
import Hummingbird

/// Tells one state of a record from another, so that a change can be made to what was read and to nothing else: the header `ETag`
/// of an answer, and `If-Match` of a change.
struct RecordVersion: Sendable, Equatable {
    /// As it stands in the header.
    let text: String

    /// - Parameter write: writes the whole record.
    init(_ write: (inout JSONWriter) -> Void) {
        var json = JSONWriter(capacity: 4_096)
        write(&json)
        // FNV-1a: two states of one record that are alike by chance are one in 2^64.
        let hash = json.bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        text = "\"\(String(hash, radix: 16))\""
    }

    /// - Parameter header: of the request; nil and `*` ask for nothing.
    /// - Throws: 412 where the record has another version by now.
    func check(_ header: String?) throws(APIError) {
        guard let header, header != "*" else { return }
        let wanted = header.split(separator: ",").map { $0.trimmed }
        if !wanted.contains(text) {
            throw APIError(.preconditionFailed, detail: "The record was changed meanwhile: read it again.")
        }
    }
}

extension Request {
    /// The client wants records with all that this server knows of them.
    var wantsFacts: Bool { query.given("facts") != nil }
}

extension Response {
    init(json writer: JSONWriter, status: HTTPResponse.Status = .ok, version: RecordVersion) {
        self.init(json: writer, status: status)
        headers[.eTag] = version.text
    }
}
