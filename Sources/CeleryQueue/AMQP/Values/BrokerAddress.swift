public import Foundation

/// Where a broker is and how one logs in, from `amqp://user:password@host:port/vhost?heartbeat=30` or `amqps://…`.
///
/// As with Celery, a missing path, `/` and `//` are the virtual host `/`; user, password and virtual host are percent-decoded.
/// Options after `?`: `heartbeat` (seconds, 0: none), `connection_timeout` (milliseconds) and for `amqps` `cacertfile`, `certfile`,
/// `keyfile` (PEM files) and `verify` (`verify_peer`, the default, or `verify_none`).
public struct BrokerAddress: Sendable, Hashable {
    public var host: String
    public var port: Int
    public var user: String
    public var password: String
    public var virtualHost: String
    /// nil: not encrypted.
    public var tls: TLS?
    /// Seconds; nil: what the program likes.
    public var heartbeat: Int?
    /// Seconds that connecting may take.
    public var connectTimeout: TimeInterval = 10

    public struct TLS: Sendable, Hashable {
        /// The certificates to trust, a PEM file; nil: the system's.
        public var authorities: String?
        /// Our own certificate and its key, PEM files.
        public var certificate: String?
        public var key: String?
        /// Whether the broker's certificate must be trusted and made out for the host.
        public var verify = true

        public init() {}
    }

    /// - Throws: `AMQPError` (`invalid`) that says what is wrong with the address, without the password.
    public init(url: String) throws {
        guard let scheme = url.range(of: "://") else {
            throw AMQPError(.invalid, "not a broker's address, which begins with amqp:// or amqps://")
        }
        switch url[..<scheme.lowerBound].lowercased() {
        case "amqp", "pyamqp": tls = nil
        case "amqps", "pyamqps": tls = TLS()
        default: throw AMQPError(.invalid, "a broker's address begins with amqp:// or amqps://")
        }
        var rest = url[scheme.upperBound...]
        guard !rest.contains(";") else { throw AMQPError(.invalid, Self.severalHosts) }
        var query: Substring?
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        // A "/" or "@" of a password must be percent-encoded to be told from the address's own; a lone "@" we can tell.
        let path = rest.lastIndex(of: "@").flatMap { rest[$0...].firstIndex(of: "/") } ?? rest.firstIndex(of: "/")
        let authority = path.map { rest[..<$0] } ?? rest
        virtualHost = try path.map { try Self.decoded(rest[rest.index(after: $0)...], "virtual host") } ?? ""
        if virtualHost.isEmpty { virtualHost = "/" }
        var place = authority
        (user, password) = ("guest", "guest")
        if let at = authority.lastIndex(of: "@") {
            place = authority[authority.index(after: at)...]
            let login = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try Self.decoded(login[0], "user name")
            password = login.count > 1 ? try Self.decoded(login[1], "password") : ""
        }
        (host, port) = try Self.place(place, standardPort: tls == nil ? 5672 : 5671)
        if let query { try take(options: query) }
    }

    private static let severalHosts = "the broker's address names several hosts, and one is wanted (a \";\" of a password is written %3B)"

    private static func place(_ text: Substring, standardPort: Int) throws -> (String, Int) {
        guard !text.contains(",") else { throw AMQPError(.invalid, severalHosts) }
        var (host, digits) = (String(text), Substring?.none)
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw AMQPError(.invalid, "the broker's address has no host and port: \(text)") }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = String(text[..<colon])
            digits = text[text.index(after: colon)...]
        }
        guard let digits else { return (host.isEmpty ? "localhost" : host, standardPort) }
        guard let port = Int(digits), (1...65535).contains(port) else {
            throw AMQPError(.invalid, "the broker's port is a number from 1 to 65535")
        }
        return (host.isEmpty ? "localhost" : host, port)
    }

    private mutating func take(options: Substring) throws {
        for option in options.split(separator: "&") {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            let value = try Self.decoded(parts.count > 1 ? parts[1] : "", "option \(name)")
            switch name {
            case "heartbeat":
                guard let seconds = Int(value), (0...3600).contains(seconds) else {
                    throw AMQPError(.invalid, "heartbeat in the broker's address is a number of seconds from 0 to 3600, not \(value)")
                }
                heartbeat = seconds
            case "connection_timeout":
                guard let milliseconds = Int(value), (1...600_000).contains(milliseconds) else {
                    throw AMQPError(.invalid, "connection_timeout in the broker's address is from 1 to 600000 milliseconds, not \(value)")
                }
                connectTimeout = Double(milliseconds) / 1000
            case "cacertfile", "certfile", "keyfile", "verify":
                guard tls != nil else { throw AMQPError(.invalid, "\(name) in the broker's address goes with amqps:// only") }
                try takeTLS(name, value)
            default:
                throw AMQPError(.invalid, "the broker's address has an unknown option: \(name)")
            }
        }
    }

    private mutating func takeTLS(_ name: String, _ value: String) throws {
        switch (name, value) {
        case ("cacertfile", _): tls?.authorities = value
        case ("certfile", _): tls?.certificate = value
        case ("keyfile", _): tls?.key = value
        case (_, "verify_peer"): tls?.verify = true
        case (_, "verify_none"): tls?.verify = false
        default: throw AMQPError(.invalid, "verify in the broker's address is verify_peer or verify_none, not \(value)")
        }
    }

    private static func decoded(_ text: Substring, _ what: String) throws -> String {
        guard let plain = String(text).removingPercentEncoding, !plain.contains("\0") else {
            throw AMQPError(.invalid, "the \(what) in the broker's address is not percent-encoded UTF-8")
        }
        return plain
    }
}

extension BrokerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the password.
    public var description: String {
        let path = virtualHost == "/" ? "" : "/" + (virtualHost.addingPercentEncoding(withAllowedCharacters: .urlHostAllowed) ?? virtualHost)
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(tls == nil ? "amqp" : "amqps")://\(user)@\(name):\(port)\(path)"
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
