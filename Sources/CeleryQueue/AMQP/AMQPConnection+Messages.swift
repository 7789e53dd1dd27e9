/// Publishing, consuming and settling.
extension AMQPConnection {
    /// Publishes messages, in order.
    ///
    /// - Parameters:
    ///   - confirmed: wait for the broker's word that it has taken them all (for a durable queue and delivery mode 2: on disk). Else
    ///     the call returns when they are handed to the system's network layer, and whether they arrive is not known.
    /// - Throws: `AMQPError`, whose `failed` tells which messages are not known to be taken: `unroutable` (mandatory, and no queue for
    ///   it), `nacked`, `notFound` (no such exchange), `accessRefused`, `tooLarge`, `invalid`, `connectionLost` (it broke before the
    ///   broker confirmed: they may be taken or not), `timedOut`, `closed`.
    public func publish(
        _ messages: [OutgoingMessage], confirmed: Bool = true, within limit: Duration = patience
    ) async throws {
        guard !messages.isEmpty else { return }
        for (position, message) in messages.enumerated() {
            do { try message.check(maximumBody: core.settings.maximumBody) } catch var error as AMQPError {
                error.failed = [position]
                throw error
            }
        }
        try await core.publish(messages, confirmed: confirmed, within: limit)
    }

    public func publish(_ message: OutgoingMessage, confirmed: Bool = true, within limit: Duration = patience) async throws {
        try await publish([message], confirmed: confirmed, within: limit)
    }

    /// Starts to consume a queue, on a channel of its own.
    ///
    /// - Parameters:
    ///   - prefetch: how many messages may be in hand and not yet settled; with `noAck` how many wait for the reader. 0: no limit.
    ///   - noAck: messages are acknowledged as the reader takes them, and are not to be acknowledged by it.
    /// - Throws: `notFound`, `resourceLocked` or `accessRefused` (someone else consumes it exclusively), …
    public func consume(
        _ queue: String, prefetch: Int = 1, exclusive: Bool = false, noAck: Bool = false, arguments: [String: AMQPValue] = [:],
        within limit: Duration = patience
    ) async throws -> Consumer {
        let state = ConsumerState(
            queue: queue, prefetch: prefetch, exclusive: exclusive, noAck: noAck, arguments: arguments, core: core)
        try await core.call("consume queue \(queue)", within: limit) { session in try session.start(state) }
        return Consumer(state)
    }

    /// Tells the broker that a message is done with.
    ///
    /// - Returns: false where that can no longer be: its channel or connection is gone, and the broker hands the message out again
    ///   (`redelivered`), or it was settled before. True says that the word is on its way, not that the broker has it.
    @discardableResult
    public func ack(_ delivery: Delivery) -> Bool { core.settle(delivery, .ack) }

    /// Tells what became of a message's errand, and that the message is done with: in this order, on one connection, so that the broker
    /// has the answer when it has the word. Waits for neither; an answer that cannot be sent is given up.
    ///
    /// - Returns: as with `ack`.
    @discardableResult
    public func ack(_ delivery: Delivery, after answer: OutgoingMessage) throws -> Bool {
        try answer.check(maximumBody: core.settings.maximumBody)
        return core.publish(answer, thenAck: delivery)
    }

    /// Hands a message back: to the queue, or to its dead-letter exchange where it has one, else to nowhere.
    ///
    /// - Returns: as with `ack`.
    @discardableResult
    public func reject(_ delivery: Delivery, requeue: Bool) -> Bool { core.settle(delivery, .reject(requeue: requeue)) }
}
