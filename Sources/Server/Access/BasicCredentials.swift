import Foundation

/// User and password of an `Authorization: Basic …` header.
struct BasicCredentials {
    let user: String
    let password: String

    init?(_ header: String) {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", parts[1].utf8.count <= 2_000,
            let data = Data(base64Encoded: parts[1].trimmed),
            let text = String(validating: data, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        user = String(text[..<colon])
        password = String(text[text.index(after: colon)...])
    }
}
