/// What other threads ask of a connection's thread.
enum Command: Sendable {
    case call(Call)
    case publish(PublishJob)
    case settle(Ledger, tag: UInt64, Settlement)
}

/// Something to be asked of the broker, and answered.
struct Call: Sendable {
    let what: String
    let deadline: ContinuousClock.Instant
    /// Nobody waits any more.
    let isOver: @Sendable () -> Bool
    let fail: @Sendable (any Error) -> Void
    /// Asks, and hands the answer over.
    let run: @Sendable (Session) throws -> Void
}

struct PublishJob: Sendable {
    let messages: [OutgoingMessage]
    let confirmed: Bool
    let deadline: ContinuousClock.Instant
    let limit: Duration
    let waiter: Waiter<Void>
    /// Acknowledged when the messages are out, or cannot be sent.
    var settles: (ledger: Ledger, tag: UInt64)?
}
