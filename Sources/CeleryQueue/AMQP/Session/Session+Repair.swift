internal import CRabbitMQ
import Logging

/// What is done again after a reconnection, or after a consumer's channel was lost.
extension Session {
    func declareAgain() throws {
        topologyRetryAt = nil
        var failed = false
        for item in core.topology.items {
            deadline = .now + .seconds(30)
            do {
                switch item {
                case .queue(let queue): _ = try declare(queue)
                case .exchange(let exchange): try declare(exchange)
                case .binding(let binding): try bind(binding)
                }
            } catch let error as AMQPError {
                failed = true
                core.log.error("Not declared again: \(error)")
            }
        }
        topologyFailures = failed ? topologyFailures + 1 : 0
        if failed { topologyRetryAt = .now + Backoff.pause(afterFailure: topologyFailures) }
    }

    func consumeAgain() throws {
        // Those that were cancelled while the connection was down.
        for (id, record) in engine.consumers where record.state.isEnded { engine.consumers[id] = nil }
        for record in engine.consumers.values where record.channel == nil { try tryToConsume(record) }
    }

    private func tryToConsume(_ record: ConsumerRecord) throws {
        deadline = .now + .seconds(30)
        do {
            try consume(record)
            core.log.info("Consuming again", metadata: ["queue": "\(record.state.queue)"])
        } catch is AMQPError {
            // `lost` has said why and set the time of the next try.
        }
    }

    /// Does what has come due.
    func repair(_ now: ContinuousClock.Instant) throws {
        if let due = topologyRetryAt, due <= now { try declareAgain() }
        for record in engine.consumers.values where record.channel == nil {
            guard let due = record.retryAt, due <= now else { continue }
            // The queue may be what was lost.
            if core.topology.items.contains(where: { $0.concerns(queue: record.state.queue) }), topologyRetryAt == nil {
                try declareAgain()
            }
            try tryToConsume(record)
        }
    }

    var nextRepair: ContinuousClock.Instant? {
        (engine.consumers.values.filter { $0.channel == nil }.compactMap(\.retryAt) + [topologyRetryAt].compactMap(\.self)).min()
    }

    /// Tells the broker that we go, and waits a moment for its answer.
    func sayGoodbye() {
        do {
            try wire.send(
                AMQP_CONNECTION_CLOSE_METHOD, channel: 0,
                amqp_connection_close_t(reply_code: 200, reply_text: arena(""), class_id: 0, method_id: 0))
            let end = ContinuousClock.now + .seconds(1)
            while !goodbyeAnswered, ContinuousClock.now < end {
                if try !readFrames(atMost: 64), !goodbyeAnswered { wait(until: end, wakeable: false, writable: false) }
            }
        } catch {
            // It is closed either way.
        }
    }
}
