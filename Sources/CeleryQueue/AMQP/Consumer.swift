/// Messages of one queue as they come. They keep coming when the connection was made again; what was in the reader's hands then
/// comes anew, marked `redelivered`, and the old ones cannot be acknowledged any more.
///
/// Several tasks may read from it; each message goes to one. It ends (nil) when it is cancelled, when the connection is closed, and
/// for a reader whose task is cancelled.
public final class Consumer: AsyncSequence, Sendable {
    public typealias Element = Delivery
    let state: ConsumerState

    init(_ state: ConsumerState) { self.state = state }

    deinit {
        let state = state
        state.end()
        state.core.tell("cancel the consumer of queue \(state.queue)") { session in try session.apply(.cancel, to: state) }
    }

    public var queue: String { state.queue }

    public func makeAsyncIterator() -> Iterator { Iterator(consumer: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let consumer: Consumer

        public func next() async -> Delivery? { await consumer.next() }
    }

    /// The next message; waits for it.
    public func next() async -> Delivery? { await state.next() }

    /// The next message, and those that have come after it; empty at the end.
    public func nextOnes() async -> [Delivery] {
        guard let first = await state.next() else { return [] }
        return [first] + state.nextOnes()
    }

    /// How many messages may be in hand unsettled, from now on; those that are in hand count.
    public func setPrefetch(_ count: Int, within limit: Duration = AMQPConnection.patience) async throws {
        try await state.command(.prefetch(count), within: limit)
    }

    /// Takes no more messages until `resume`. Those that the reader has not taken go back to the queue, those in its hands can
    /// still be acknowledged.
    public func pause(within limit: Duration = AMQPConnection.patience) async throws {
        try await state.command(.pause, within: limit)
    }

    public func resume(within limit: Duration = AMQPConnection.patience) async throws {
        try await state.command(.resume, within: limit)
    }

    /// As `pause`, for good: the sequence ends. Messages in hand can still be acknowledged.
    public func cancel(within limit: Duration = AMQPConnection.patience) async throws {
        try await state.command(.cancel, within: limit)
    }
}
