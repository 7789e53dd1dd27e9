import Foundation
import Logging

/// The connection's thread: connects, serves, and connects again until it is to end.
final class Engine {
    let core: Core
    var log: Logger { core.log }

    private var calls = Fifo<Call>()
    private var settlements: [Settling] = []
    var outbox = Fifo<Batch>()
    /// Batches that are out, wholly or in part, and wait for confirmations.
    private var batches: [Batch] = []
    var consumers: [ObjectIdentifier: ConsumerRecord] = [:]
    var consumerCount = 0
    /// Channels of cancelled consumers with messages still in somebody's hands.
    var retired: [Channel] = []
    private var sweepAt = 256
    private var nextExpiry = ContinuousClock.now
    private var epoch = 0

    private struct Settling {
        let ledger: Ledger
        let tag: UInt64
        let settlement: Settlement
    }

    init(core: Core) { self.core = core }

    func run() {
        blockBrokenPipes()
        let begun = ContinuousClock.now
        var failures = 0
        while core.endBy == nil {
            var reason: AMQPError
            do {
                let session = Session(
                    engine: self, wire: try Wire(core.address, name: core.settings.name, heartbeat: core.settings.heartbeat))
                reason = serveUntilBroken(session) { failures = 0 }
            } catch {
                reason = error as? AMQPError ?? AMQPError(.unreachable, "\(error)")
            }
            if core.endBy != nil { break }
            failures += 1
            let pause = Backoff.pause(afterFailure: failures)
            if epoch == 0 {
                guard reason.isTransient, ContinuousClock.now + pause < begun + core.settings.patience else {
                    core.opened.answer(.failure(reason))
                    break
                }
            }
            log.warning("No connection: \(reason); next try in \(pause)")
            rest(for: pause)
        }
        end()
    }

    private func serveUntilBroken(_ session: Session, whenUp: () -> Void) -> AMQPError {
        var reason: AMQPError
        do {
            try setUp(session)
            whenUp()
            try serve(session)
            reason = closedError
        } catch let broken as Wire.Broken {
            reason = broken.error
        } catch {
            reason = error as? AMQPError ?? AMQPError(.connectionLost, "\(error)")
        }
        core.isConnected = false
        session.tearDown(reason)
        retired = []
        settlements = []
        // What is out in part or whole is lost; what is not, waits for the next connection.
        for batch in batches { batch.end(reason) }
        batches = []
        outbox.remove { $0.isOver || $0.next > 0 || $0.sentBytes != nil }
        if epoch > 0, core.endBy == nil { core.observers.tell(.disconnected(reason: reason.message)) }
        return reason
    }

    private func setUp(_ session: Session) throws {
        try session.declareAgain()
        try session.consumeAgain()
        epoch += 1
        core.isConnected = true
        core.opened.answer(.success(()))
        core.observers.tell(.connected(epoch: epoch))
        log.info(epoch == 1 ? "Connected" : "Connected again", metadata: ["epoch": "\(epoch)"])
    }

    private func serve(_ session: Session) throws {
        while true {
            var busy = try session.readFrames(atMost: 512)
            intake()
            let corked = settlements.count + outbox.count > 1
            if corked { session.wire.cork(true) }
            try settle(session)
            if session.blocked == nil {
                try perform(session)
                try session.repair(.now)
            }
            if try session.publishSome() { busy = true }
            // Those that had to wait until something was published.
            try settle(session)
            try session.closeRetired()
            if corked { session.wire.cork(false) }
            let now = ContinuousClock.now
            try session.keepAlive(now)
            expire(now)
            if let end = core.endBy, now >= end || (calls.isEmpty && outbox.isEmpty && settlements.isEmpty && !session.hasUnconfirmed && core.isQuiet) {
                return session.sayGoodbye()
            }
            // What was asked for while this round waited for an answer has its turn.
            if busy || !calls.isEmpty && session.blocked == nil { continue }
            let due = [nextExpiry, session.nextRepair, core.endBy].compactMap(\.self).min()
            let hasToSend = !settlements.isEmpty || !outbox.isEmpty && session.blocked == nil && session.mayPublish
            session.wait(until: due, wakeable: true, writable: hasToSend)
        }
    }

    // MARK: Taking what others ask for

    private func intake() {
        for command in core.take() {
            switch command {
            case .call(let call):
                calls.append(call)
                nextExpiry = min(nextExpiry, call.deadline)
            case .publish(let job):
                outbox.append(batch(job))
                nextExpiry = min(nextExpiry, job.deadline)
            case .settle(let ledger, let tag, let settlement):
                settlements.append(Settling(ledger: ledger, tag: tag, settlement: settlement))
            }
        }
    }

    private func batch(_ job: PublishJob) -> Batch {
        guard let delivery = job.settles else { return Batch(job) }
        return Batch(job) { [unowned self] in
            settlements.append(Settling(ledger: delivery.ledger, tag: delivery.tag, settlement: .ack))
        }
    }

    private func perform(_ session: Session) throws {
        while let call = calls.popFirst() {
            guard !call.isOver() else { continue }
            session.deadline = call.deadline
            do {
                try call.run(session)
            } catch let error as AMQPError {
                call.fail(error)
            } catch {
                // The connection broke; the next one may answer.
                calls.prepend(call)
                throw error
            }
        }
    }

    private func settle(_ session: Session) throws {
        guard !settlements.isEmpty, session.wire.isWritable else { return }
        defer { settlements.removeAll(keepingCapacity: true) }
        var acks: [UInt16: [UInt64]] = [:]
        for item in settlements {
            guard item.ledger.isLive, let channel = session.channels[item.ledger.number], channel.ledger === item.ledger else { continue }
            switch item.settlement {
            case .ack: acks[channel.number, default: []].append(item.tag)
            case .reject: try session.settle(channel, item.tag, item.settlement)
            }
        }
        for (number, tags) in acks {
            if let channel = session.channels[number] { try session.acknowledge(channel, tags) }
        }
    }

    func sent(_ batch: Batch) {
        guard batches.last !== batch else { return }
        batches.append(batch)
        guard batches.count >= sweepAt else { return }
        batches.removeAll { $0.isOver }
        sweepAt = max(256, batches.count * 2)
    }

    // MARK: Time

    /// Ends what has waited too long.
    func expire(_ now: ContinuousClock.Instant) {
        intake()
        guard now >= nextExpiry else { return }
        var next = now + .seconds(3600)
        calls.remove { call in
            if call.deadline <= now { call.fail(AMQPError(.timedOut, "\(call.what): broker \(core.address) was not to be had in time")) }
            else { next = min(next, call.deadline) }
            return call.deadline <= now || call.isOver()
        }
        batches.removeAll { batch in expire(batch, now, &next) }
        for index in 0..<outbox.count { if let batch = outbox[index] { _ = expire(batch, now, &next) } }
        // One that is out in part must go on to the end of its message.
        outbox.remove { $0.isOver && $0.sentBytes == nil }
        nextExpiry = next
    }

    private func expire(_ batch: Batch, _ now: ContinuousClock.Instant, _ next: inout ContinuousClock.Instant) -> Bool {
        if !batch.isOver, batch.job.deadline <= now {
            batch.end(
                AMQPError(
                    .timedOut,
                    "publishing \(batch.messages.count) message(s): broker \(core.address) has not taken them within \(batch.job.limit)"))
        }
        if !batch.isOver { next = min(next, batch.job.deadline) }
        return batch.isOver
    }

    /// Waits between two tries to connect.
    private func rest(for pause: Duration) {
        let end = ContinuousClock.now + pause
        while core.endBy == nil {
            let now = ContinuousClock.now
            guard now < end else { return }
            intake()
            settlements = []
            expire(now)
            poll(socket: -1, writable: false, wakeable: true, until: min(end, nextExpiry))
        }
    }

    /// Whether the socket has something to read, or is broken.
    @discardableResult
    func poll(socket: Int32, writable: Bool, wakeable: Bool, until end: ContinuousClock.Instant?) -> Bool {
        var items = [
            pollfd(fd: socket, events: Int16(POLLIN | (writable ? POLLOUT : 0)), revents: 0),
            pollfd(fd: wakeable ? core.pipe.reader : -1, events: Int16(POLLIN), revents: 0),
        ]
        let rest = end.map { max(.zero, $0 - .now) } ?? .seconds(3600)
        // Rounded up, or the last millisecond would be waited for by turning round and round.
        let milliseconds = min(3_600_000, rest.components.seconds * 1000 + (rest.components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        Glibc.poll(&items, 2, Int32(milliseconds))
        if items[1].revents != 0 { core.pipe.drain() }
        return items[0].revents & ~Int16(POLLOUT) != 0
    }

    // MARK: The end

    private var closedError: AMQPError { AMQPError(.closed, "the connection to broker \(core.address) is closed") }

    private func end() {
        let error = closedError
        core.opened.answer(.failure(error))
        let late = core.finish()
        while let call = calls.popFirst() { call.fail(error) }
        for batch in batches + outbox.removeAll() { batch.end(error) }
        for command in late { command.fail(error) }
        for record in consumers.values { record.state.end() }
        consumers = [:]
        core.observers.finish()
        core.ended.open()
    }

    private func blockBrokenPipes() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }
}
