public import Logging

/// A connection to a RabbitMQ broker, kept up: when it breaks it is made again, with growing pauses, what was declared is declared
/// again and consumers go on.
///
/// It lives on a thread of its own, because rabbitmq-c may be called from one only; none of the calls here blocks. A call waits
/// while the connection is down or the broker blocks it (no memory, full disk), until its time is up (`timedOut`); when its task is
/// cancelled it ends at once with `CancellationError`, though the broker may still get what was asked for.
public final class AMQPConnection: Sendable {
    public let address: BrokerAddress
    let core: Core

    /// Connects and logs in.
    ///
    /// - Parameters:
    ///   - name: shown in the broker's list of connections.
    ///   - heartbeat: seconds of silence, twice over, after which the other side is taken for dead; the address's own goes first; 0: never.
    ///   - patience: for how long to try again where no broker can be reached; a refused log-in fails at once.
    ///   - maximumBody: bytes; larger bodies are neither taken nor sent.
    /// - Throws: `AMQPError`: `unreachable`, `accessRefused`.
    public static func connect(
        _ address: BrokerAddress, name: String, heartbeat: Int = 30, patience: Duration = .zero, maximumBody: Int = 32 << 20,
        log: Logger
    ) async throws -> AMQPConnection {
        var settings = ConnectionSettings(name: name, heartbeat: address.heartbeat ?? heartbeat, maximumBody: maximumBody)
        settings.patience = patience
        let core = try Core(address: address, settings: settings, log: log)
        core.start()
        do {
            try await core.opened.value()
        } catch {
            core.requestEnd()
            throw error
        }
        return AMQPConnection(address: address, core: core)
    }

    /// Begins to connect, and goes on until a broker answers: calls wait for that, each at most as long as it says.
    ///
    /// `opened` tells when the first connection stands. Parameters as with `connect`.
    public static func connecting(
        _ address: BrokerAddress, name: String, heartbeat: Int = 30, maximumBody: Int = 32 << 20, log: Logger
    ) throws -> AMQPConnection {
        var settings = ConnectionSettings(name: name, heartbeat: address.heartbeat ?? heartbeat, maximumBody: maximumBody)
        settings.patience = .seconds(1 << 40)
        let core = try Core(address: address, settings: settings, log: log)
        core.start()
        return AMQPConnection(address: address, core: core)
    }

    /// Waits for the first connection.
    ///
    /// - Throws: `AMQPError` `accessRefused` where the broker refuses the log-in; nothing is tried any more then.
    public func opened() async throws { try await core.opened.value() }

    private init(address: BrokerAddress, core: Core) {
        self.address = address
        self.core = core
    }

    deinit { core.requestEnd() }

    /// Takes nothing new, lets what was published be confirmed and acknowledgements go out (at most so long), says good-bye to the
    /// broker and ends the thread. Calls that still wait end with `closed`, consumers' streams end.
    public func close(within limit: Duration = .seconds(5)) async {
        core.requestEnd(grace: limit)
        await core.ended.wait()
    }

    /// What happens to the connection from now on; at most the newest 16 are kept for a slow reader.
    public func events() -> AsyncStream<ConnectionEvent> { core.observers.stream() }

    public var isConnected: Bool { core.isConnected }
}

/// What happens to a connection.
public enum ConnectionEvent: Sendable, Hashable {
    /// Made, or made again (the number of times it was made); all is declared and consumers are on again.
    case connected(epoch: Int)
    case disconnected(reason: String)
    /// The broker takes no more messages until further notice.
    case blocked(reason: String)
    case unblocked
}

/// A queue as the broker sees it.
public struct QueueStatus: Sendable, Hashable {
    public let name: String
    /// Ready ones; those in somebody's hands are not counted.
    public let messages: Int
    public let consumers: Int
}
