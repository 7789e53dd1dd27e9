import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One request to the API.
struct RESTCall: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST", patch = "PATCH", delete = "DELETE" }

    var method: Method
    /// Below the API's address, without a slash before it; parts that come from data are escaped by `segment`.
    var path: String
    var query: [(name: String, value: String)] = []
    var body: JSON?
    /// The version of the record that the change is for.
    var ifMatch: String?

    /// What it is called in errors: no parameters, which may be long.
    var name: String { "\(method.rawValue) \(path)" }

    func request(_ access: RESTAccess) throws -> HTTPClientRequest {
        let parameters = query.map { "\(Self.segment($0.name))=\(Self.segment($0.value))" }.joined(separator: "&")
        var request = HTTPClientRequest(url: "\(access.base)/\(path)\(parameters.isEmpty ? "" : "?\(parameters)")")
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "Astrobase")
        if let authorization = access.authorization { request.headers.add(name: "Authorization", value: authorization) }
        if let ifMatch { request.headers.add(name: "If-Match", value: ifMatch) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try body.encoded()))
        }
        return request
    }

    /// A text as one part of an address.
    static func segment(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._~".utf8.contains(byte)
            bytes += isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        // A part of dots only would be taken for a step in the path.
        return bytes.isEmpty || bytes.allSatisfy({ $0 == 0x2E })
            ? bytes.map { _ in "%2E" }.joined() : String(decoding: bytes, as: UTF8.self)
    }
}

/// What came back.
struct RESTAnswer: Sendable {
    var status: Int
    var json: JSON
    /// The record's version, where the backend gives one.
    var version: String?
    /// The backend is this server, not the existing one.
    var isOurs: Bool
    /// How often the call was sent.
    var tries = 1
}
