/// Queues, exchanges and bindings. What is declared here is declared again whenever the connection is made again.
extension AMQPConnection {
    public static let patience = Duration.seconds(30)

    /// - Throws: `preconditionFailed` when it exists with other arguments, `resourceLocked`, `accessRefused`.
    @discardableResult
    public func declareQueue(
        _ name: String, durable: Bool = true, exclusive: Bool = false, autoDelete: Bool = false, arguments: [String: AMQPValue] = [:],
        within limit: Duration = patience
    ) async throws -> QueueStatus {
        let queue = QueueDeclaration(name: name, durable: durable, exclusive: exclusive, autoDelete: autoDelete, arguments: arguments)
        return try await core.call("declare queue \(name)", within: limit) { session in
            let status = try session.declare(queue)
            session.core.topology.remember(.queue(queue))
            return status
        }
    }

    /// Asks after a queue without making it.
    ///
    /// - Throws: `notFound`.
    public func queueStatus(_ name: String, within limit: Duration = patience) async throws -> QueueStatus {
        try await core.call("ask for queue \(name)", within: limit) { session in
            try session.declare(QueueDeclaration(name: name, passive: true))
        }
    }

    /// - Parameter kind: `direct`, `fanout`, `topic` or `headers`.
    public func declareExchange(
        _ name: String, kind: String, durable: Bool = true, autoDelete: Bool = false, arguments: [String: AMQPValue] = [:],
        within limit: Duration = patience
    ) async throws {
        let exchange = ExchangeDeclaration(name: name, kind: kind, durable: durable, autoDelete: autoDelete, arguments: arguments)
        try await core.call("declare exchange \(name)", within: limit) { session in
            try session.declare(exchange)
            session.core.topology.remember(.exchange(exchange))
        }
    }

    public func bind(
        queue: String, to exchange: String, routingKey: String = "", arguments: [String: AMQPValue] = [:],
        within limit: Duration = patience
    ) async throws {
        let binding = Binding(queue: queue, exchange: exchange, routingKey: routingKey, arguments: arguments)
        try await core.call("bind queue \(queue) to exchange \(exchange)", within: limit) { session in
            try session.bind(binding)
            session.core.topology.remember(.binding(binding))
        }
    }

    public func unbind(
        queue: String, from exchange: String, routingKey: String = "", arguments: [String: AMQPValue] = [:],
        within limit: Duration = patience
    ) async throws {
        let binding = Binding(queue: queue, exchange: exchange, routingKey: routingKey, arguments: arguments)
        try await core.call("unbind queue \(queue) from exchange \(exchange)", within: limit) { session in
            session.core.topology.forget { $0 == .binding(binding) }
            try session.unbind(binding)
        }
    }

    /// The number of messages that were in it; a queue that is not there has none.
    @discardableResult
    public func deleteQueue(
        _ name: String, ifUnused: Bool = false, ifEmpty: Bool = false, within limit: Duration = patience
    ) async throws -> Int {
        try await core.call("delete queue \(name)", within: limit) { session in
            let count = try session.deleteQueue(name, ifUnused: ifUnused, ifEmpty: ifEmpty)
            session.core.topology.forget { $0.concerns(queue: name) }
            return count
        }
    }

    public func deleteExchange(_ name: String, ifUnused: Bool = false, within limit: Duration = patience) async throws {
        try await core.call("delete exchange \(name)", within: limit) { session in
            try session.deleteExchange(name, ifUnused: ifUnused)
            session.core.topology.forget { $0.concerns(exchange: name) }
        }
    }

    /// Empties a queue of the messages that nobody has in hand; how many there were.
    @discardableResult
    public func purge(_ queue: String, within limit: Duration = patience) async throws -> Int {
        try await core.call("purge queue \(queue)", within: limit) { session in try session.purge(queue) }
    }

    /// Takes one message from a queue, to be acknowledged as any other; nil where none is ready.
    public func get(_ queue: String, within limit: Duration = patience) async throws -> Delivery? {
        try await core.call("take a message from queue \(queue)", within: limit) { session in try session.get(queue) }
    }
}
