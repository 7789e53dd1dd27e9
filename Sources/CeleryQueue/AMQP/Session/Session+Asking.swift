internal import CRabbitMQ

/// What a call asks of the broker; each waits for the answer.
extension Session {
    private func calls() throws -> Channel {
        if let callChannel { return callChannel }
        let channel = try open(.calls)
        callChannel = channel
        return channel
    }

    func declare(_ queue: QueueDeclaration) throws -> QueueStatus {
        let channel = try calls()
        let reply = try ask(
            channel, queue.passive ? "ask for queue \(queue.name)" : "declare queue \(queue.name)", AMQP_QUEUE_DECLARE_METHOD,
            amqp_queue_declare_t(
                ticket: 0, queue: arena(queue.name), passive: queue.passive ? 1 : 0, durable: queue.durable ? 1 : 0,
                exclusive: queue.exclusive ? 1 : 0, auto_delete: queue.autoDelete ? 1 : 0, nowait: 0,
                arguments: wire.arena.table(queue.arguments)))
        guard case .queueStatus(let status) = reply else { throw unexpected("declare queue \(queue.name)") }
        return status
    }

    func declare(_ exchange: ExchangeDeclaration) throws {
        _ = try ask(
            calls(), "declare exchange \(exchange.name)", AMQP_EXCHANGE_DECLARE_METHOD,
            amqp_exchange_declare_t(
                ticket: 0, exchange: arena(exchange.name), type: arena(exchange.kind), passive: 0, durable: exchange.durable ? 1 : 0,
                auto_delete: exchange.autoDelete ? 1 : 0, internal: 0, nowait: 0, arguments: wire.arena.table(exchange.arguments)))
    }

    func bind(_ binding: Binding) throws {
        _ = try ask(
            calls(), "bind queue \(binding.queue) to exchange \(binding.exchange)", AMQP_QUEUE_BIND_METHOD,
            amqp_queue_bind_t(
                ticket: 0, queue: arena(binding.queue), exchange: arena(binding.exchange), routing_key: arena(binding.routingKey),
                nowait: 0, arguments: wire.arena.table(binding.arguments)))
    }

    func unbind(_ binding: Binding) throws {
        _ = try ask(
            calls(), "unbind queue \(binding.queue) from exchange \(binding.exchange)", AMQP_QUEUE_UNBIND_METHOD,
            amqp_queue_unbind_t(
                ticket: 0, queue: arena(binding.queue), exchange: arena(binding.exchange), routing_key: arena(binding.routingKey),
                arguments: wire.arena.table(binding.arguments)))
    }

    func deleteQueue(_ name: String, ifUnused: Bool, ifEmpty: Bool) throws -> Int {
        let reply = try ask(
            calls(), "delete queue \(name)", AMQP_QUEUE_DELETE_METHOD,
            amqp_queue_delete_t(ticket: 0, queue: arena(name), if_unused: ifUnused ? 1 : 0, if_empty: ifEmpty ? 1 : 0, nowait: 0))
        guard case .count(let count) = reply else { throw unexpected("delete queue \(name)") }
        return count
    }

    func deleteExchange(_ name: String, ifUnused: Bool) throws {
        _ = try ask(
            calls(), "delete exchange \(name)", AMQP_EXCHANGE_DELETE_METHOD,
            amqp_exchange_delete_t(ticket: 0, exchange: arena(name), if_unused: ifUnused ? 1 : 0, nowait: 0))
    }

    func purge(_ queue: String) throws -> Int {
        let reply = try ask(
            calls(), "purge queue \(queue)", AMQP_QUEUE_PURGE_METHOD, amqp_queue_purge_t(ticket: 0, queue: arena(queue), nowait: 0))
        guard case .count(let count) = reply else { throw unexpected("purge queue \(queue)") }
        return count
    }

    /// On a channel of its own, so that a failed call elsewhere does not hand the message back.
    func get(_ queue: String) throws -> Delivery? {
        let channel = try getChannel ?? open(.gets)
        getChannel = channel
        channel.got = nil
        let reply = try ask(
            channel, "take a message from queue \(queue)", AMQP_BASIC_GET_METHOD,
            amqp_basic_get_t(ticket: 0, queue: arena(queue), no_ack: 0))
        guard case .getOK = reply else { return nil }
        return channel.got
    }

    private func unexpected(_ what: String) -> AMQPError { AMQPError(.refused, "\(what): the broker answered something else") }
}
