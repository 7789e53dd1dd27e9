import Accounts
import Foundation
import Hummingbird

/// The cookie that keeps a browser logged in.
enum SessionCookie {
    static let name = "astrobase_session"

    static func cookie(_ secret: String, expires: Date, for request: Request) -> Cookie {
        Cookie(
            name: name, value: secret, expires: expires, path: "/", secure: request.cameByTLS, httpOnly: true,
            sameSite: .lax)
    }

    /// One that makes the browser forget it.
    static func gone(for request: Request) -> Cookie {
        cookie("", expires: Date(timeIntervalSince1970: 0), for: request)
    }
}
