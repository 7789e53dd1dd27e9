/// One channel of one connection.
final class Channel {
    enum Owner {
        case calls, gets
        case publisher(Publisher)
        case consumer(ConsumerRecord)
    }

    /// A message that comes in: which, and what of it has come.
    struct Assembly {
        let beginning: Method
        var properties: MessageProperties?
        var body: [UInt8] = []
        var size: UInt64 = 0
        var missing: UInt64 = 0
        var isDrained = false
    }

    let number: UInt16
    let ledger: Ledger
    var owner: Owner
    /// The answer to what was last asked.
    var reply: Method?
    /// The message that came with a `getOK`.
    var got: Delivery?
    /// Why it is closed.
    var closed: AMQPError?
    /// What is being asked, for messages.
    var doing = "use a channel"
    var assembly: Assembly?
    /// Deliveries that the broker waits for word on.
    var unsettled: Set<UInt64> = []
    /// We gave it up and wait for the broker to agree.
    var isAbandoned = false

    init(number: UInt16, owner: Owner) {
        self.number = number
        self.owner = owner
        ledger = Ledger(number: number)
    }
}

/// A consumer as the thread sees it: it outlives its channels.
final class ConsumerRecord {
    let state: ConsumerState
    var channel: Channel?
    var prefetch: Int
    var isPaused = false
    var failures = 0
    /// When to try again to consume.
    var retryAt: ContinuousClock.Instant?
    let tag: String

    init(_ state: ConsumerState, tag: String) {
        self.state = state
        self.tag = tag
        prefetch = state.prefetch
    }
}
