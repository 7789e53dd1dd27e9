/// What went wrong between this program and the broker.
public struct AMQPError: Error, Sendable, Hashable {
    public enum Kind: String, Sendable {
        /// No connection could be made, or its TLS was refused.
        case unreachable
        /// Log-in, virtual host or a permission was refused.
        case accessRefused
        /// The connection broke; whether the broker got what was sent is not known.
        case connectionLost
        /// The connection was closed by this program.
        case closed
        case timedOut
        /// No such queue or exchange.
        case notFound
        /// The queue or exchange exists with other arguments, or the broker refuses what was asked for.
        case preconditionFailed
        /// A queue that is another connection's own, or has an exclusive consumer.
        case resourceLocked
        /// No queue takes the message.
        case unroutable
        /// The broker did not take the message.
        case nacked
        case tooLarge
        /// An argument that cannot be sent.
        case invalid
        /// Anything else that the broker or the library refuses.
        case refused
    }

    public var kind: Kind
    /// What was wrong with which thing; never holds a password.
    public var message: String
    /// The broker's own code, 404 say.
    public var brokerCode: Int?
    /// Of a batch that was published: the positions of the messages that the broker is not known to have taken.
    public var failed: [Int]

    public init(_ kind: Kind, _ message: String, brokerCode: Int? = nil, failed: [Int] = []) {
        self.kind = kind
        self.message = message
        self.brokerCode = brokerCode
        self.failed = failed
    }

    /// Whether the same call may well succeed later.
    public var isTransient: Bool {
        switch kind {
        case .unreachable, .connectionLost, .timedOut, .nacked, .resourceLocked: true
        default: false
        }
    }
}

extension AMQPError: CustomStringConvertible {
    public var description: String { message }
}

extension AMQPError {
    /// What a close of a channel or a connection by the broker means.
    init(brokerCode code: Int, text: String, during what: String) {
        let kind: Kind =
            switch code {
            case 403, 530: .accessRefused
            case 404: .notFound
            case 405: .resourceLocked
            case 406: .preconditionFailed
            case 311: .tooLarge
            case 320: .connectionLost
            default: .refused
            }
        self.init(kind, "\(what): the broker says: \(text) (\(code))", brokerCode: code)
    }
}
