import Synchronization

struct QueueDeclaration: Sendable, Hashable {
    var name: String
    var passive = false
    var durable = false
    var exclusive = false
    var autoDelete = false
    var arguments: [String: AMQPValue] = [:]
}

struct ExchangeDeclaration: Sendable, Hashable {
    var name: String
    var kind: String
    var durable: Bool
    var autoDelete: Bool
    var arguments: [String: AMQPValue]
}

struct Binding: Sendable, Hashable {
    var queue: String
    var exchange: String
    var routingKey: String
    var arguments: [String: AMQPValue]
}

/// What this connection has declared, in order, to be declared again after a reconnection.
final class Topology: Sendable {
    enum Item: Sendable, Hashable {
        case queue(QueueDeclaration)
        case exchange(ExchangeDeclaration)
        case binding(Binding)

        func concerns(queue: String) -> Bool {
            switch self {
            case .queue(let declaration): declaration.name == queue
            case .binding(let binding): binding.queue == queue
            case .exchange: false
            }
        }

        func concerns(exchange: String) -> Bool {
            switch self {
            case .exchange(let declaration): declaration.name == exchange
            case .binding(let binding): binding.exchange == exchange
            case .queue: false
            }
        }

        var description: String {
            switch self {
            case .queue(let declaration): "queue \(declaration.name)"
            case .exchange(let declaration): "exchange \(declaration.name)"
            case .binding(let binding): "binding of queue \(binding.queue) to exchange \(binding.exchange)"
            }
        }

        /// Whether the other one takes its place.
        fileprivate func isSame(as other: Item) -> Bool {
            switch (self, other) {
            case (.queue(let a), .queue(let b)): a.name == b.name
            case (.exchange(let a), .exchange(let b)): a.name == b.name
            default: self == other
            }
        }
    }

    private let state = Mutex([Item]())

    var items: [Item] { state.withLock { $0 } }

    func remember(_ item: Item) {
        // A queue that the broker names is another one the next time.
        if case .queue(let queue) = item, queue.name.isEmpty { return }
        state.withLock { items in
            if let index = items.firstIndex(where: item.isSame) { items[index] = item } else { items.append(item) }
        }
    }

    func forget(where matches: (Item) -> Bool) { state.withLock { $0.removeAll(where: matches) } }
}
