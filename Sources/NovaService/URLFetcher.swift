import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Threads

/// Fetches a picture that a client named by its address: http and https, within limits of size and time, and from nowhere else than the
/// policy allows. The host is resolved once and that address is connected to, so that a name cannot change its mind in between.
struct URLFetcher: Sendable {
    let policy: FetchPolicy
    /// Bytes at most.
    let limit: Int
    private static let mostRedirects = 5
    private static let seconds = 120.0

    init(policy: FetchPolicy, limit: Int) { (self.policy, self.limit) = (policy, limit) }

    /// - Throws: `NovaError.refused` where it is no address that is ever fetched.
    func address(_ text: String) throws -> URL {
        guard text.utf8.count <= 4096, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.user() == nil, url.password() == nil
        else { throw NovaError.refused("\"url\" is to be an address beginning with http:// or https://.") }
        return url
    }

    /// - Returns: the SHA-1 of what came, hexadecimal.
    /// - Throws: `NovaError.refused` with what went wrong.
    func fetch(_ text: String, to target: URL, pool: BlockingPool) async throws -> String {
        do {
            return try await Deadline.run(seconds: Self.seconds) {
                var url = try address(text)
                for _ in 0...Self.mostRedirects {
                    switch try await get(url, to: target, pool) {
                    case .came(let hash): return hash
                    case .elsewhere(let location):
                        guard let next = URL(string: location, relativeTo: url)?.absoluteURL else {
                            throw NovaError.refused("\(url.host() ?? "The host") sends to an address that is none.")
                        }
                        url = try address(next.absoluteString)
                    }
                }
                throw NovaError.refused("The picture's address sends from one address to another, without end.")
            }
        } catch let error as NovaError {
            throw error
        } catch is Deadline.Over {
            throw NovaError.refused("The picture did not come within \(Int(Self.seconds)) s.")
        } catch {
            try Task.checkCancellation()
            throw NovaError.refused("The picture could not be fetched: \(Self.words(error)).")
        }
    }

    private enum Answer {
        case came(hash: String)
        case elsewhere(String)
    }

    private func get(_ url: URL, to target: URL, _ pool: BlockingPool) async throws -> Answer {
        guard let host = url.host() else { throw NovaError.refused("\"url\" has no host.") }
        let policy = policy
        let address = try await pool.run { try policy.address(of: host) }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.dnsOverride = [host: address]
        configuration.timeout = .init(connect: .seconds(15), read: .seconds(30))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let answer = try await get(url, with: client, to: target, pool)
            try? await client.shutdown()
            return answer
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func get(_ url: URL, with client: HTTPClient, to target: URL, _ pool: BlockingPool) async throws -> Answer {
        let response = try await client.execute(HTTPClientRequest(url: url.absoluteString), timeout: .seconds(Int64(Self.seconds)))
        if (300..<400).contains(response.status.code), let location = response.headers.first(name: "Location") {
            return .elsewhere(location)
        }
        guard response.status == .ok else {
            throw NovaError.refused("The picture's address answers with status \(response.status.code).")
        }
        try? FileManager.default.removeItem(at: target)
        guard FileManager.default.createFile(atPath: target.path, contents: nil) else {
            throw NovaError.refused("The picture cannot be stored here.")
        }
        let file = try FileHandle(forWritingTo: target)
        defer { try? file.close() }
        var (hash, size) = (Insecure.SHA1(), 0)
        for try await piece in response.body {
            size += piece.readableBytes
            guard size <= limit else { throw NovaError.refused("The file is larger than \(limit) bytes, the most that is taken here.") }
            let bytes = Data(piece.readableBytesView)
            hash.update(data: bytes)
            try await pool.run { try file.write(contentsOf: bytes) }
        }
        if let announced = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), announced != size {
            throw NovaError.refused("The picture was cut off after \(size) of \(announced) bytes.")
        }
        try await pool.run { try file.synchronize() }
        return .came(hash: hash.finalize().map { String(format: "%02x", $0) }.joined())
    }

    /// Without what tells of the inside of this network.
    private static func words(_ error: any Error) -> String {
        switch error {
        case is HTTPParserError: "the answer is no HTTP"
        case let error as HTTPClientError where error == .connectTimeout || error == .readTimeout: "the host does not answer"
        default: "no connection to the host, or it was lost"
        }
    }
}
