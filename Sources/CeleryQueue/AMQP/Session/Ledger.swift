import Synchronization

/// Which messages of one channel can still be settled.
final class Ledger: Sendable {
    let number: UInt16
    private let state = Mutex((live: true, open: Set<UInt64>()))

    init(number: UInt16) { self.number = number }

    func enter(_ tag: UInt64) { state.withLock { _ = $0.open.insert(tag) } }

    /// Whether it could be; it cannot be twice.
    func settle(_ tag: UInt64) -> Bool { state.withLock { $0.open.remove(tag) != nil } }

    /// Whether its channel is open.
    var isLive: Bool { state.withLock { $0.live } }

    /// The channel is gone.
    func close() {
        state.withLock { state in
            state.live = false
            state.open = []
        }
    }
}

enum Settlement: Sendable {
    case ack
    case reject(requeue: Bool)
}
