/// Why a backend could not do something. The text says with which address and what to do; it holds no password.
public enum RESTError: Error, Sendable, Hashable, CustomStringConvertible {
    case address(String)
    /// No answer after all tries.
    case unreachable(backend: String, reason: String)
    /// A change was sent, its answer is missing, and looking did not tell whether it was made.
    case uncertain(backend: String, call: String, reason: String)
    case credentials(backend: String)
    /// The backend understood and says no.
    case refused(backend: String, call: String, status: Int, reason: String)
    /// Something else than the API answered, or the API answered something else.
    case unexpected(backend: String, call: String, reason: String)
    /// Others changed the record again and again between reading and writing it.
    case contended(String)

    public var description: String {
        switch self {
        case .address(let text): text
        case .unreachable(let backend, let reason):
            "The backend \(backend) does not answer: \(reason). Is it running, and is ASTROBASE_URL right?"
        case .uncertain(let backend, let call, let reason):
            "\(call) was sent to \(backend), its answer is missing (\(reason)), and it cannot be seen whether it was done."
        case .credentials(let backend):
            "The backend \(backend) does not take the credentials: check ASTROBASE_USER and ASTROBASE_PASSWORD."
        case .refused(let backend, let call, let status, let reason): "\(backend) refuses \(call): \(reason) (\(status))"
        case .unexpected(let backend, let call, let reason): "\(backend) answers \(call) with what is no answer: \(reason)"
        case .contended(let what): "\(what) is being changed by others all the time; it was not changed."
        }
    }
}
