import Foundation

/// Where a backend is and who calls it. Its description holds neither user nor password.
public struct RESTAccess: Sendable, CustomStringConvertible {
    /// Address of the API, such as `http://host:8000/my_astrobase`, without a slash at its end.
    let base: String
    /// The value of the header `Authorization`; nil: reading only.
    let authorization: String?

    /// - Parameters:
    ///   - url: an http or https address; without a path `/my_astrobase` is meant, where existing backends have their API.
    ///   - user: nil or empty: only what is open to all can be done.
    /// - Throws: `RESTError.address`, which says what is wrong with it.
    public init(url: String, user: String?, password: String?) throws {
        let text = url.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty
        else { throw RESTError.address("\"\(Self.harmless(text))\" is no http or https address of a backend.") }
        guard parts.user == nil, parts.password == nil else {
            throw RESTError.address("The backend's address must not hold a user or password; they are given on their own.")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw RESTError.address("\"\(text)\" must end with the path of the API, without a query.")
        }
        var address = text
        while address.hasSuffix("/") { address.removeLast() }
        if parts.path.allSatisfy({ $0 == "/" }) { address += "/my_astrobase" }
        base = address
        let (user, password) = (user ?? "", password ?? "")
        guard !user.contains(":"), !user.contains(where: \.isNewline) else {
            throw RESTError.address("The backend's user name must hold no colon and no line end.")
        }
        authorization = user.isEmpty ? nil : "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }

    public var description: String { base }

    /// A text that may hold `user:password@` without what stands before the @.
    private static func harmless(_ text: String) -> String {
        text.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}
