import Dispatch
import Foundation
import Logging
import Synchronization

struct ConnectionSettings: Sendable {
    var name: String
    var heartbeat: Int
    var maximumBody: Int
    var patience = Duration.zero
}

/// What a connection's thread and its callers share.
final class Core: Sendable {
    let address: BrokerAddress
    let settings: ConnectionSettings
    let log: Logger
    let topology = Topology()
    let observers = Observers()
    /// The first connecting, done or failed.
    let opened = Waiter<Void>()
    /// The thread has ended.
    let ended = Gate()
    let pipe: WakePipe

    private struct Inbox {
        var commands: [Command] = []
        var endBy: ContinuousClock.Instant?
        var isFinished = false
        var isConnected = false
    }
    private let inbox = Mutex(Inbox())

    init(address: BrokerAddress, settings: ConnectionSettings, log: Logger) throws {
        self.address = address
        self.settings = settings
        var log = log
        log[metadataKey: "broker"] = "\(address)"
        self.log = log
        pipe = try WakePipe()
    }

    func start() {
        let isStarted = DispatchSemaphore(value: 0)
        let thread = Thread {
            // The system shows 15 characters, and only of a name that the thread gives itself; a name is lost that it gives
            // itself before `start()` has returned.
            isStarted.wait()
            Thread.current.name = String(self.settings.name.prefix(15))
            Engine(core: self).run()
        }
        // rabbitmq-c decodes nested headers by recursion, as deep as a frame has room for; only what is used of this takes memory.
        thread.stackSize = 64 << 20
        thread.start()
        isStarted.signal()
    }

    var isConnected: Bool {
        get { inbox.withLock { $0.isConnected } }
        set { inbox.withLock { $0.isConnected = newValue } }
    }

    // MARK: From callers

    func call<Value: Sendable>(
        _ what: String, within limit: Duration, _ work: @escaping @Sendable (Session) throws -> Value
    ) async throws -> Value {
        let waiter = Waiter<Value>()
        post(
            .call(
                Call(
                    what: what, deadline: .now + limit, isOver: { waiter.isAnswered }, fail: { waiter.answer(.failure($0)) },
                    run: { session in waiter.answer(.success(try work(session))) })))
        return try await waiter.value()
    }

    /// A call that nobody waits for.
    func tell(_ what: String, _ work: @escaping @Sendable (Session) throws -> Void) {
        post(.call(Call(what: what, deadline: .now + .seconds(60), isOver: { false }, fail: { _ in }, run: work)))
    }

    func publish(_ messages: [OutgoingMessage], confirmed: Bool, within limit: Duration) async throws {
        let waiter = Waiter<Void>()
        post(.publish(PublishJob(messages: messages, confirmed: confirmed, deadline: .now + limit, limit: limit, waiter: waiter)))
        try await waiter.value()
    }

    /// Publishes, and acknowledges after it; nobody waits for either.
    func publish(_ message: OutgoingMessage, thenAck delivery: Delivery) -> Bool {
        guard delivery.ledger.settle(delivery.tag) else { return false }
        let limit = AMQPConnection.patience
        return post(
            .publish(
                PublishJob(
                    messages: [message], confirmed: false, deadline: .now + limit, limit: limit, waiter: Waiter(),
                    settles: (delivery.ledger, delivery.tag))))
    }

    func settle(_ delivery: Delivery, _ settlement: Settlement) -> Bool {
        guard delivery.ledger.settle(delivery.tag) else { return false }
        return post(.settle(delivery.ledger, tag: delivery.tag, settlement))
    }

    @discardableResult
    private func post(_ command: Command) -> Bool {
        let (accepted, first) = inbox.withLock { inbox in
            if case .settle = command {
                guard !inbox.isFinished else { return (false, false) }
            } else {
                guard !inbox.isFinished, inbox.endBy == nil else { return (false, false) }
            }
            inbox.commands.append(command)
            return (true, inbox.commands.count == 1)
        }
        if first { pipe.wake() }
        if !accepted { command.fail(AMQPError(.closed, "the connection to broker \(address) is closed")) }
        return accepted
    }

    func requestEnd(grace: Duration = .zero) {
        inbox.withLock { inbox in
            let end = ContinuousClock.now + grace
            inbox.endBy = min(inbox.endBy ?? end, end)
        }
        pipe.wake()
    }

    // MARK: From the thread

    func take() -> [Command] {
        inbox.withLock { inbox in
            guard !inbox.commands.isEmpty else { return [] }
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    /// Nothing waits to be taken.
    var isQuiet: Bool { inbox.withLock { $0.commands.isEmpty } }

    /// When the thread is to end at the latest; nil: not at all yet.
    var endBy: ContinuousClock.Instant? { inbox.withLock { $0.endBy } }

    /// Nothing more is taken; what came too late.
    func finish() -> [Command] {
        inbox.withLock { inbox in
            inbox.isFinished = true
            inbox.isConnected = false
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }
}

extension Command {
    func fail(_ error: AMQPError) {
        switch self {
        case .call(let call): call.fail(error)
        case .publish(let job):
            var error = error
            error.failed = Array(job.messages.indices)
            job.waiter.answer(.failure(error))
        case .settle: break
        }
    }
}
