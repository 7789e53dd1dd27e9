import AsyncHTTPClient
import Foundation
import NIOCore
import Threads

/// What went wrong with one call.
enum NovaFailure: Error {
    /// May be better next time.
    case passing(String, wait: Double? = nil)
    /// The server knows no such submission or job (any more).
    case unknown(String)
    /// The session is over: a new log-in helps.
    case session
    /// Trying again is no use.
    case final(String)

    init(_ error: any Error) {
        switch error {
        case let failure as NovaFailure: self = failure
        case is Deadline.Over: self = .passing("no answer in time")
        case let error as HTTPClientError where [.readTimeout, .deadlineExceeded, .connectTimeout, .writeTimeout].contains(error):
            self = .passing("no answer in time")
        case let error as HTTPClientError where error == .remoteConnectionClosed: self = .passing("the connection was cut")
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .passing("nothing listens there")
        case is NIOTooManyBytesError: self = .passing("the answer is larger than it can be")
        default: self = .passing("\(error)")
        }
    }

    var reason: String {
        switch self {
        case .passing(let reason, _), .unknown(let reason), .final(let reason): reason
        case .session: "the session is over"
        }
    }
}
