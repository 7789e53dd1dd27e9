internal import CRabbitMQ

extension Session {
    /// Bodies beyond go out in pieces of this size, so that a broker that stops reading does not hold the thread.
    static let piece = 16 << 10
    /// Messages on a channel that are not yet confirmed.
    static let window = 20_000

    /// Sends some of what waits to be published.
    ///
    /// - Returns: whether it waits for nothing but its next turn.
    func publishSome() throws -> Bool {
        for _ in 0..<256 {
            guard let batch = engine.outbox.first else { return false }
            if batch.sentBytes == nil, batch.isPointless || batch.isSent {
                _ = engine.outbox.popFirst()
                batch.finishIfDone()
                continue
            }
            guard blocked == nil, wire.isWritable else { return false }
            do {
                guard try publishNext(of: batch) else { return false }
            } catch let error as AMQPError {
                batch.stop(error)
            }
        }
        return true
    }

    /// Sends the next message of a batch, or the next piece of it; false where it must wait for confirmations.
    private func publishNext(of batch: Batch) throws -> Bool {
        let position = batch.next
        let message = batch.messages[position]
        if let sent = batch.sentBytes {
            guard let publisher = batch.publisher, publisher.channel.closed == nil else {
                batch.sentBytes = nil
                batch.next += 1
                return true
            }
            let end = min(message.body.count, sent + Self.piece)
            try message.body.withUnsafeBytes { body in
                try wire.sendBody(UnsafeRawBufferPointer(rebasing: body[sent..<end]), channel: publisher.channel.number)
            }
            self.sent()
            batch.sentBytes = end
            if end == message.body.count { finish(batch, position) }
            return true
        }
        deadline = batch.job.deadline
        let publisher = try publisher(for: Publisher.Key(exchange: message.exchange, confirmed: batch.job.confirmed))
        guard publisher.unconfirmed < Self.window else { return false }
        publisher.sent(batch, position)
        engine.sent(batch)
        if message.body.count <= Self.piece {
            try wire.publish(message, channel: publisher.channel.number)
            finish(batch, position)
        } else {
            try wire.beginPublish(message, channel: publisher.channel.number)
            batch.publisher = publisher
            batch.sentBytes = 0
        }
        sent()
        return true
    }

    private func finish(_ batch: Batch, _ position: Int) {
        batch.sentBytes = nil
        batch.publisher = nil
        batch.next += 1
        if !batch.job.confirmed { batch.handedOver(position) }
        // Its last confirmation cannot be here yet, but one that waits for none is done.
        batch.finishIfDone()
    }

    private func publisher(for key: Publisher.Key) throws -> Publisher {
        if let publisher = publishers[key] { return publisher }
        if publishers.count >= 64, let idle = publishers.values.first(where: { $0.isIdle }) {
            publishers[idle.key] = nil
            try close(idle.channel)
        }
        let channel = try open(.calls)
        let publisher = Publisher(key: key, channel: channel)
        channel.owner = .publisher(publisher)
        if key.confirmed {
            _ = try ask(channel, "ask for confirmations", AMQP_CONFIRM_SELECT_METHOD, amqp_confirm_select_t(nowait: 0))
        }
        channel.doing = key.exchange.isEmpty ? "publish to the default exchange" : "publish to exchange \(key.exchange)"
        publishers[key] = publisher
        return publisher
    }

    /// Whether the first that waits does not wait for confirmations of others.
    var mayPublish: Bool {
        guard let batch = engine.outbox.first, batch.sentBytes == nil, !batch.isSent else { return true }
        let key = Publisher.Key(exchange: batch.messages[batch.next].exchange, confirmed: batch.job.confirmed)
        return publishers[key].map { $0.unconfirmed < Self.window } ?? true
    }

    /// Whether anything that was published waits for its confirmation.
    var hasUnconfirmed: Bool { publishers.values.contains { !$0.isIdle } }
}
