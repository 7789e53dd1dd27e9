import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import PlateSolving
import Threads

/// The calls of nova's API, each tried once. Throws `NovaFailure`.
final class NovaServer: Sendable {
    let access: NovaAccess
    private let http: HTTPClient
    private let answerSeconds: Double
    private let pool = BlockingPool(name: "nova files", width: 4)

    /// Answers of the API are small; result files have the picture's size.
    private static let largestAnswer = 4 << 20
    private static let largestFile = 4 << 30
    private static let piece = 256 << 10

    init(_ access: NovaAccess, answerSeconds: Double) {
        self.access = access
        self.answerSeconds = answerSeconds
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .seconds(10), read: .milliseconds(Int64(answerSeconds * 1000)), write: .milliseconds(Int64(answerSeconds * 1000))))
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit { http.shutdown { _ in } }

    // MARK: Calls

    func logIn() async throws -> String {
        let reply: NovaReply = try await post("login", ["apikey": .text(access.key)])
        guard reply.status == "success", let session = reply.session, !session.isEmpty else {
            throw NovaFailure.final("\(access) does not take the API key: \(reply.errormessage ?? "no reason given")")
        }
        return session
    }

    /// - Returns: the number of the submission.
    func upload(_ picture: URL, options: [String: SolveOption], session: String) async throws -> Int {
        var members = options
        members["session"] = .text(session)
        let boundary = "astrobase-\(UUID().uuidString)"
        // In this order, as the original's own client sends them. The name tells nova's page what it was, and no more.
        let name = picture.lastPathComponent.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" }
        let head =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"request-json\"\r\n\r\n\(try json(members))\r\n"
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(String(name))\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n"
        let tail = "\r\n--\(boundary)--\r\n"
        let file: FileHandle
        let size: Int
        do {
            file = try FileHandle(forReadingFrom: picture)
            size = Int(try file.seekToEnd())
            try file.seek(toOffset: 0)
        } catch {
            throw NovaFailure.final("\(picture.lastPathComponent) cannot be read: \(error.localizedDescription)")
        }
        var request = HTTPClientRequest(url: "\(access.address)/api/upload")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "multipart/form-data; boundary=\(boundary)")
        // Chunked bodies are not understood there.
        request.body = .stream(
            FilePieces(head: head, file: file, tail: tail, piece: Self.piece, pool: pool),
            length: .known(Int64(head.utf8.count + size + tail.utf8.count)))
        // A slow line takes its time, one that stands still does not.
        let reply: NovaReply = try decoded(try await answer(to: request, seconds: answerSeconds + Double(size) / 20_000), "upload")
        guard reply.status == "success", let number = reply.subid else { throw Self.refusal(reply, "upload") }
        return number
    }

    func submission(_ number: Int) async throws -> NovaSubmission { try await get("submissions/\(number)") }

    /// The status of a job: `success`, `failure`, or anything else while it is at work.
    func job(_ number: Int) async throws -> String {
        let reply: NovaReply = try await get("jobs/\(number)")
        return reply.status ?? ""
    }

    /// Fetches a result file; it is there whole, and of the kind that it should be, or not at all.
    func download(_ path: String, to target: URL, isWhole: @escaping @Sendable (URL) throws -> Void) async throws {
        var request = HTTPClientRequest(url: "\(access.address)/\(path)")
        // Without it some files are answered by a page for human beings.
        request.headers.add(name: "Referer", value: "\(access.address)/api/")
        let part = target.appendingPathExtension("part")
        defer { try? FileManager.default.removeItem(at: part) }
        let (http, pool) = (http, pool)
        do {
            let ready = request
            try await Deadline.run(seconds: answerSeconds * 20) { [answerSeconds] in
                let response = try await Deadline.run(seconds: answerSeconds) { try await http.execute(ready, deadline: .distantFuture) }
                try Self.check(Int(response.status.code), path, response.headers)
                try await pool.run { _ = FileManager.default.createFile(atPath: part.path, contents: nil) }
                let file = try FileHandle(forWritingTo: part)
                defer { try? file.close() }
                var size = 0
                for try await piece in response.body {
                    size += piece.readableBytes
                    guard size <= Self.largestFile else { throw NovaFailure.final("\(path) is larger than any result") }
                    let data = Data(piece.readableBytesView)
                    try await pool.run { try file.write(contentsOf: data) }
                }
                if let announced = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), announced != size {
                    throw NovaFailure.passing("\(path) ended after \(size) of \(announced) bytes")
                }
            }
            try await pool.run {
                try isWhole(part)
                guard rename(part.path, target.path) == 0 else {
                    throw NovaFailure.passing("\(target.path) cannot be written: \(String(cString: strerror(errno)))")
                }
            }
        } catch {
            try Task.checkCancellation()
            throw NovaFailure(error)
        }
    }

    // MARK: HTTP

    private func post<Answer: Decodable>(_ path: String, _ members: [String: SolveOption]) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(access.address)/api/\(path)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let plain = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: Unicode.Scalar(0)..."\u{7F}"))
        let text = try json(members).addingPercentEncoding(withAllowedCharacters: plain) ?? ""
        request.body = .bytes(ByteBuffer(string: "request-json=\(text)"))
        return try decoded(try await answer(to: request, seconds: answerSeconds), path)
    }

    private func get<Answer: Decodable>(_ path: String) async throws -> Answer {
        try decoded(try await answer(to: HTTPClientRequest(url: "\(access.address)/api/\(path)"), seconds: answerSeconds), path)
    }

    private func answer(to request: HTTPClientRequest, seconds: Double) async throws -> Data {
        do {
            return try await Deadline.run(seconds: seconds) { [http] in
                let response = try await http.execute(request, deadline: .distantFuture)
                let path = String(request.url.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }.dropFirst())
                try Self.check(Int(response.status.code), path, response.headers)
                return Data(try await response.body.collect(upTo: Self.largestAnswer).readableBytesView)
            }
        } catch {
            try Task.checkCancellation()
            throw NovaFailure(error)
        }
    }

    private static func check(_ status: Int, _ path: String, _ headers: HTTPHeaders) throws {
        switch status {
        case 200: return
        case 404: throw NovaFailure.unknown("there is no \(path)")
        case 429, 503:
            let wait = headers.first(name: "Retry-After").flatMap { Double($0) }.map { min(300, max(0, $0)) }
            throw NovaFailure.passing("\(path): the server is busy (\(status))", wait: wait)
        case 300..<400: throw NovaFailure.passing("\(path): sent elsewhere (\(status)) instead of answered")
        case 413: throw NovaFailure.final("The picture is larger than the server takes (413).")
        default: throw NovaFailure.passing("\(path): status \(status)")
        }
    }

    /// Errors come as status 200, and pages of HTML do where JSON was due.
    private func decoded<Answer: Decodable>(_ data: Data, _ path: String) throws -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: data)
        } catch {
            throw NovaFailure.passing("\(path): the answer is not what the API says (\(data.count) bytes)")
        }
    }

    private static func refusal(_ reply: NovaReply, _ call: String) -> NovaFailure {
        let message = reply.errormessage ?? "no reason given"
        // "no session with key …", "user is not authenticated."
        if message.contains("session") || message.contains("authenticated") { return .session }
        return .final("\(call) was refused: \(message.prefix(300))")
    }

    private func json(_ members: [String: SolveOption]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(members), as: UTF8.self)
    }
}
