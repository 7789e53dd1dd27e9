import Synchronization

/// What a consumer's readers and the connection's thread share.
final class ConsumerState: Sendable {
    let queue: String
    let prefetch: Int
    let exclusive: Bool
    let noAck: Bool
    let arguments: [String: AMQPValue]
    let core: Core

    private struct Buffer {
        var deliveries = Fifo<Delivery>()
        var readers: [(id: Int, continuation: CheckedContinuation<Delivery?, Never>)] = []
        var nextID = 0
        var isEnded = false
    }
    private let buffer = Mutex(Buffer())

    init(queue: String, prefetch: Int, exclusive: Bool, noAck: Bool, arguments: [String: AMQPValue], core: Core) {
        self.queue = queue
        self.prefetch = prefetch
        self.exclusive = exclusive
        self.noAck = noAck
        self.arguments = arguments
        self.core = core
    }

    // MARK: Readers

    func next() async -> Delivery? {
        let delivery = await take()
        if noAck, let delivery { _ = core.settle(delivery, .ack) }
        return delivery
    }

    /// What is there, without waiting.
    func nextOnes() -> [Delivery] {
        let deliveries = takeBack()
        if noAck { for delivery in deliveries { _ = core.settle(delivery, .ack) } }
        return deliveries
    }

    private func take() async -> Delivery? {
        let (ready, id) = buffer.withLock { buffer in
            buffer.nextID += 1
            return (buffer.deliveries.popFirst(), buffer.nextID)
        }
        if let ready { return ready }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (delivery, waits): (Delivery?, Bool) = buffer.withLock { buffer in
                    if let delivery = buffer.deliveries.popFirst() { return (delivery, false) }
                    if buffer.isEnded || Task.isCancelled { return (nil, false) }
                    buffer.readers.append((id, continuation))
                    return (nil, true)
                }
                if !waits { continuation.resume(returning: delivery) }
            }
        } onCancel: {
            let continuation = buffer.withLock { buffer in
                buffer.readers.firstIndex { $0.id == id }.map { buffer.readers.remove(at: $0).continuation }
            }
            continuation?.resume(returning: nil)
        }
    }

    func command(_ command: ConsumerCommand, within limit: Duration) async throws {
        // The readers are told at once, whatever becomes of the broker.
        if case .cancel = command { end() }
        try await core.call("\(command) for the consumer of queue \(queue)", within: limit) { session in
            try session.apply(command, to: self)
        }
    }

    // MARK: The thread

    func hand(_ delivery: Delivery) {
        let reader = buffer.withLock { buffer -> CheckedContinuation<Delivery?, Never>? in
            if buffer.readers.isEmpty {
                buffer.deliveries.append(delivery)
                return nil
            }
            return buffer.readers.removeFirst().continuation
        }
        reader?.resume(returning: delivery)
    }

    /// Whether it was cancelled.
    var isEnded: Bool { buffer.withLock { $0.isEnded } }

    /// What no reader has taken.
    func takeBack() -> [Delivery] { buffer.withLock { $0.deliveries.removeAll() } }

    /// Ends the readers' sequence.
    func end() {
        let readers = buffer.withLock { buffer in
            buffer.isEnded = true
            defer { buffer.readers = [] }
            return buffer.readers
        }
        for reader in readers { reader.continuation.resume(returning: nil) }
    }
}

enum ConsumerCommand: Sendable {
    case prefetch(Int), pause, resume, cancel
}
