import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Server

/// What a client sends and what it sees.
struct Client: Sendable {
    let client: any TestClientProtocol
    static let api = "/my_astrobase"

    static func basic(_ user: String, _ password: String) -> HTTPFields {
        [.authorization: "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"]
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: headers)
    }

    /// Sends JSON to the API, as admin unless told otherwise.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String, _ headers: HTTPFields = Client.basic("admin", "admin")
    ) async throws -> TestResponse {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await client.execute(
            uri: Self.api + path, method: method, headers: headers, body: ByteBuffer(string: body))
    }

    func post(form: [(String, String)], to path: String, cookies: [String: String]) async throws -> TestResponse {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let text = form.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }
        let headers: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .cookie: Self.header(cookies),
        ]
        return try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: text.joined(separator: "&")))
    }

    static func header(_ cookies: [String: String]) -> String {
        cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    /// Logs in through the page; answers the browser's cookies.
    func logIn(_ user: String, _ password: String) async throws -> [String: String] {
        var cookies = try await get("/login").cookies
        let answer = try await post(
            form: [("token", cookies["astrobase_form"] ?? ""), ("user", user), ("password", password), ("next", "/")],
            to: "/login", cookies: cookies)
        for (name, value) in answer.cookies { cookies[name] = value }
        return cookies
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    /// Names and values of the cookies it sets.
    var cookies: [String: String] {
        var cookies: [String: String] = [:]
        for header in headers[values: .setCookie] {
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            cookies[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
        return cookies
    }
}

/// Runs a test against a server in this process.
func withClient(_ site: TestSite, _ body: @escaping @Sendable (Client) async throws -> Void) async throws {
    try await site.server.application().test(.router) { client in
        try await body(Client(client: client))
    }
}
