internal import CRabbitMQ

extension Session {
    /// Starts a new consumer.
    func start(_ state: ConsumerState) throws {
        engine.consumerCount += 1
        let record = ConsumerRecord(state, tag: "\(core.settings.name.prefix(60)).\(engine.consumerCount)")
        try consume(record)
        engine.consumers[ObjectIdentifier(state)] = record
    }

    /// Consumes on a channel of its own.
    func consume(_ record: ConsumerRecord) throws {
        record.retryAt = nil
        let channel = try open(.consumer(record))
        record.channel = channel
        do {
            try setPrefetch(record.prefetch, on: channel)
            if !record.isPaused { try subscribe(record, on: channel) }
        } catch let error as AMQPError {
            // Of a closed channel `lost` has told already; what else failed must not leave half a consumer.
            if channel.closed == nil {
                try close(channel)
                lost(channel, error)
            }
            throw error
        }
    }

    private func subscribe(_ record: ConsumerRecord, on channel: Channel) throws {
        let state = record.state
        _ = try ask(
            channel, "consume queue \(state.queue)", AMQP_BASIC_CONSUME_METHOD,
            amqp_basic_consume_t(
                ticket: 0, queue: arena(state.queue), consumer_tag: arena(record.tag), no_local: 0, no_ack: 0,
                exclusive: state.exclusive ? 1 : 0, nowait: 0, arguments: wire.arena.table(state.arguments)))
    }

    private func setPrefetch(_ count: Int, on channel: Channel) throws {
        // Global: for the channel as a whole, at once. Else it would hold for later consumers of the channel only.
        _ = try ask(
            channel, "set the prefetch", AMQP_BASIC_QOS_METHOD,
            amqp_basic_qos_t(prefetch_size: 0, prefetch_count: UInt16(clamping: count), global: 1))
    }

    func apply(_ command: ConsumerCommand, to state: ConsumerState) throws {
        guard let record = engine.consumers[ObjectIdentifier(state)] else { return }
        switch command {
        case .prefetch(let count):
            record.prefetch = count
            if let channel = record.channel { try setPrefetch(count, on: channel) }
        case .pause:
            guard !record.isPaused else { return }
            record.isPaused = true
            try unsubscribe(record)
        case .resume:
            guard record.isPaused else { return }
            record.isPaused = false
            if let channel = record.channel { try subscribe(record, on: channel) }
        case .cancel:
            engine.consumers[ObjectIdentifier(state)] = nil
            // Messages in hand can still be acknowledged; the channel goes with the last of them.
            if let channel = record.channel { engine.retired.append(channel) }
            if !record.isPaused { try unsubscribe(record) }
            try closeRetired()
        }
    }

    /// The broker sends no more; what no reader has taken goes back.
    private func unsubscribe(_ record: ConsumerRecord) throws {
        guard let channel = record.channel else { return }
        _ = try ask(
            channel, "cancel the consumer of queue \(record.state.queue)", AMQP_BASIC_CANCEL_METHOD,
            amqp_basic_cancel_t(consumer_tag: arena(record.tag), nowait: 0))
        for delivery in record.state.takeBack() where delivery.ledger.settle(delivery.tag) {
            try settle(channel, delivery.tag, .reject(requeue: true))
        }
    }

    func closeRetired() throws {
        for channel in engine.retired where channel.unsettled.isEmpty {
            try close(channel)
            channel.ledger.close()
        }
        engine.retired.removeAll { $0.isAbandoned || $0.closed != nil }
    }

    // MARK: Settling

    func settle(_ channel: Channel, _ tag: UInt64, _ settlement: Settlement) throws {
        guard channel.unsettled.remove(tag) != nil else { return }
        switch settlement {
        case .ack:
            try send(AMQP_BASIC_ACK_METHOD, on: channel, amqp_basic_ack_t(delivery_tag: tag, multiple: 0))
        case .reject(let requeue):
            try send(AMQP_BASIC_REJECT_METHOD, on: channel, amqp_basic_reject_t(delivery_tag: tag, requeue: requeue ? 1 : 0))
        }
    }

    /// Acknowledges many at once, by one word for those that all came before any that is still open.
    func acknowledge(_ channel: Channel, _ tags: [UInt64]) throws {
        var rest = tags.filter { channel.unsettled.remove($0) != nil }
        guard rest.count > 1 else {
            if let tag = rest.first { try send(AMQP_BASIC_ACK_METHOD, on: channel, amqp_basic_ack_t(delivery_tag: tag, multiple: 0)) }
            return
        }
        rest.sort()
        let firstOpen = channel.unsettled.min() ?? UInt64.max
        let together = rest.prefix { $0 < firstOpen }
        if let last = together.last {
            try send(AMQP_BASIC_ACK_METHOD, on: channel, amqp_basic_ack_t(delivery_tag: last, multiple: 1))
        }
        for tag in rest.dropFirst(together.count) {
            try send(AMQP_BASIC_ACK_METHOD, on: channel, amqp_basic_ack_t(delivery_tag: tag, multiple: 0))
        }
    }
}
