import Foundation

/// Where a server with nova.astrometry.net's API is, and the key to it. Its description does not hold the key.
public struct NovaAccess: Sendable, CustomStringConvertible {
    /// Such as `http://nova.astrometry.net`, without a slash at its end.
    public let address: String
    let key: String

    /// - Parameter url: an http or https address; `/api` at its end is taken off.
    /// - Throws: `NovaSetupError`, which says what is wrong.
    public init(url: String, key: String) throws {
        var text = url.trimmingCharacters(in: .whitespacesAndNewlines)
        while text.hasSuffix("/") { text.removeLast() }
        if text.hasSuffix("/api") { text.removeLast(4) }
        guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased() ?? ""),
            let host = parts.host, !host.isEmpty
        else { throw NovaSetupError("ASTROMETRY_URL is no http or https address.") }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
            throw NovaSetupError("ASTROMETRY_URL must hold no user, password or query.")
        }
        let key = key.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !key.isEmpty else { throw NovaSetupError("ASTROMETRY_API_KEY is not set; nova shows it on the page of your account.") }
        address = text
        self.key = key
    }

    public var description: String { address }
}

public struct NovaSetupError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
