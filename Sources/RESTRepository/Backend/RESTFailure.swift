import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import Observations
import Threads

/// A try that failed and may be repeated.
struct RESTFailure: Error {
    let reason: String
    /// The backend may have done what it was told.
    let mayHaveArrived: Bool
    /// Seconds that the backend asks to be left alone.
    var wait: Double?

    /// - Parameter status: 429 or 5xx. 429 and 503 are said by those who did not begin.
    init(status: Int, retryAfter: String?) {
        reason = "it answers \(status)"
        mayHaveArrived = status != 429 && status != 503
        wait = retryAfter.flatMap { Double($0) }.map { min(60, max(0, $0)) }
    }

    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            (reason, mayHaveArrived) = ("no connection in time", false)
        case let error as HTTPClientError where [.readTimeout, .deadlineExceeded, .writeTimeout].contains(error):
            (reason, mayHaveArrived) = ("no answer in time", true)
        case is Deadline.Over:
            (reason, mayHaveArrived) = ("no answer in time", true)
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            (reason, mayHaveArrived) = ("nothing listens there", false)
        case is NIOConnectionError:
            (reason, mayHaveArrived) = ("no connection: \(error)", false)
        default:
            (reason, mayHaveArrived) = ("\(error)", true)
        }
    }
}

/// What a backend says when it refuses.
enum RESTRefusal {
    /// `{"field": ["message"]}` as the error of the first field.
    static func invalid(_ json: JSON) -> RepositoryError? {
        guard case .object(let fields) = json else { return nil }
        for (field, messages) in fields.sorted(by: { $0.key < $1.key }) {
            guard case .array(let list) = messages, let message = list.first?.text else { continue }
            return .invalid(field: field, message: message)
        }
        return nil
    }

    static func text(_ json: JSON) -> String {
        if let detail = json["detail"]?.text { return detail }
        return String(decoding: ((try? json.encoded()) ?? Data()).prefix(300), as: UTF8.self)
    }

    /// The first words of what should have been JSON; of a page its title.
    static func beginning(of bytes: Data) -> String {
        let text = String(decoding: bytes.prefix(4_096), as: UTF8.self)
        var words = Substring(text)
        if let start = text.range(of: "<title>", options: .caseInsensitive),
            let end = text.range(of: "</title>", options: .caseInsensitive, range: start.upperBound..<text.endIndex)
        {
            words = text[start.upperBound..<end.lowerBound]
        }
        return "\"\(words.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(200))\""
    }
}
