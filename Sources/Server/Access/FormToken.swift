import HTTPTypes
import Hummingbird

/// The token that a form must bring back: the same one stands in a cookie, which another site can neither read nor set.
enum FormToken {
    static let cookieName = "astrobase_form"
    static let field = "token"
    static let header = HTTPField.Name("X-CSRFToken") ?? .cookie

    static func fresh() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let text = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    /// Compares in a time that does not depend on where they differ.
    static func isRight(_ given: String?, for visitor: Visitor) -> Bool {
        guard let given, let token = visitor.formToken, isToken(token), given.utf8.count == token.utf8.count else {
            return false
        }
        return zip(given.utf8, token.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func isToken(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    static func cookie(_ token: String, for request: Request) -> Cookie {
        Cookie(
            name: cookieName, value: token, path: "/", secure: request.cameByTLS, httpOnly: true, sameSite: .lax)
    }
}

extension Request {
    /// A proxy before this server took the request by TLS.
    var cameByTLS: Bool {
        HTTPField.Name("X-Forwarded-Proto").flatMap { headers[$0] } == "https"
    }
}
