internal import CRabbitMQ
import Foundation
import Logging

/// One connection from log-in until it breaks, for the connection's thread only.
final class Session {
    let engine: Engine
    let wire: Wire
    var core: Core { engine.core }

    var channels: [UInt16: Channel] = [:]
    private var lastNumber: UInt16 = 0
    var callChannel: Channel?
    var getChannel: Channel?
    var publishers: [Publisher.Key: Publisher] = [:]
    /// The broker takes no messages, and why.
    var blocked: String?
    var goodbyeAnswered = false
    /// The deadline of the call that is being done.
    var deadline = ContinuousClock.now
    private var lastSent = ContinuousClock.now
    private var lastHeard = ContinuousClock.now
    /// Declarations that failed after reconnecting and are tried again.
    var topologyRetryAt: ContinuousClock.Instant?
    var topologyFailures = 0

    init(engine: Engine, wire: Wire) {
        self.engine = engine
        self.wire = wire
    }

    // MARK: Frames

    /// Handles what has come, at most so many frames; whether there may be more.
    func readFrames(atMost limit: Int) throws -> Bool {
        for _ in 0..<limit {
            guard let frame = try wire.next() else { return false }
            try handle(frame)
        }
        return true
    }

    func handle(_ frame: Frame) throws {
        lastHeard = .now
        switch frame {
        case .method(0, let method): try handleConnection(method)
        case .method(let number, let method):
            guard let channel = channels[number] else { return }
            try handle(method, on: channel)
        case .header(let number, let size, let properties):
            guard let channel = channels[number], channel.assembly != nil else { return }
            begin(channel, size: size, properties: properties)
        case .body(let number, let bytes):
            guard let channel = channels[number], channel.assembly != nil else { return }
            try take(bytes, on: channel)
        }
    }

    private func handleConnection(_ method: Method) throws {
        switch method {
        case .connectionClose(let code, let text):
            try? wire.send(AMQP_CONNECTION_CLOSE_OK_METHOD, channel: 0, amqp_connection_close_ok_t(dummy: 0))
            throw Wire.Broken(
                error: AMQPError(.connectionLost, "broker \(core.address) closed the connection: \(text) (\(code))", brokerCode: code))
        case .blocked(let reason):
            blocked = reason
            core.log.warning("The broker takes no messages for now: \(reason)")
            core.observers.tell(.blocked(reason: reason))
        case .unblocked:
            blocked = nil
            core.log.info("The broker takes messages again")
            core.observers.tell(.unblocked)
        case .done: goodbyeAnswered = true
        default: break
        }
    }

    private func handle(_ method: Method, on channel: Channel) throws {
        switch method {
        case .deliver, .getOK, .returned:
            channel.assembly = Channel.Assembly(beginning: method)
        case .ack(let tag, let multiple):
            if case .publisher(let publisher) = channel.owner { publisher.confirm(tag, multiple: multiple, taken: true) }
        case .nack(let tag, let multiple):
            if case .publisher(let publisher) = channel.owner { publisher.confirm(tag, multiple: multiple, taken: false) }
        case .cancelledByBroker:
            guard case .consumer(let consumer) = channel.owner else { return }
            core.log.warning("The broker ended the consumer: the queue was deleted or moved", metadata: ["queue": "\(consumer.state.queue)"])
            try close(channel)
            lost(channel, AMQPError(.notFound, "the broker ended the consumer of queue \(consumer.state.queue)"))
        case .channelClose(let code, let text):
            if !channel.isAbandoned {
                try wire.send(AMQP_CHANNEL_CLOSE_OK_METHOD, channel: channel.number, amqp_channel_close_ok_t(dummy: 0))
                channels[channel.number] = nil
                lost(channel, AMQPError(brokerCode: code, text: text, during: channel.doing))
            } else {
                try wire.send(AMQP_CHANNEL_CLOSE_OK_METHOD, channel: channel.number, amqp_channel_close_ok_t(dummy: 0))
            }
        case .channelCloseOK:
            channels[channel.number] = nil
        case .flow(let active):
            try wire.send(AMQP_CHANNEL_FLOW_OK_METHOD, channel: channel.number, amqp_channel_flow_ok_t(active: active ? 1 : 0))
        case .unknown, .blocked, .unblocked, .connectionClose: break
        default: channel.reply = method
        }
    }

    // MARK: Asking

    /// Sends what asks and handles what comes until the answer is there.
    ///
    /// - Throws: `AMQPError` when the broker refuses by closing the channel or does not answer in time; `Wire.Broken`.
    func ask<T>(_ channel: Channel, _ what: String, _ id: UInt32, _ method: @autoclosure () -> T) throws -> Method {
        channel.reply = nil
        channel.doing = what
        var isSent = false
        while true {
            if !isSent, wire.isWritable {
                try send(id, on: channel, method())
                // Its answer is waited for.
                wire.cork(false)
                isSent = true
            }
            if let closed = channel.closed { throw closed }
            if let reply = channel.reply { return reply }
            if try readFrames(atMost: 64) { continue }
            if channel.reply != nil || channel.closed != nil { continue }
            let now = ContinuousClock.now
            if now >= deadline {
                if isSent || id != AMQP_CHANNEL_OPEN_METHOD { try close(channel) } else { channels[channel.number] = nil }
                let error = AMQPError(.timedOut, "\(what): the broker \(core.address) has not answered in time")
                lost(channel, error)
                throw error
            }
            if let end = core.endBy, now >= end {
                throw Wire.Broken(error: AMQPError(.closed, "the connection to broker \(core.address) is closed"))
            }
            engine.expire(now)
            try keepAlive(now)
            wait(until: min(deadline, now + .milliseconds(250)), wakeable: false, writable: !isSent)
        }
    }

    func send<T>(_ id: UInt32, on channel: Channel, _ method: T) throws {
        try wire.send(id, channel: channel.number, method)
        lastSent = .now
    }

    func sent() { lastSent = .now }

    // MARK: Channels

    func open(_ owner: Channel.Owner) throws -> Channel {
        let most = wire.channelMax == 0 ? UInt16.max : UInt16(clamping: wire.channelMax)
        guard channels.count < Int(most) else { throw AMQPError(.refused, "all \(most) channels of the connection to \(core.address) are in use") }
        repeat { lastNumber = lastNumber >= most ? 1 : lastNumber + 1 } while channels[lastNumber] != nil
        let channel = Channel(number: lastNumber, owner: owner)
        channels[channel.number] = channel
        _ = try ask(channel, "open a channel", AMQP_CHANNEL_OPEN_METHOD, amqp_channel_open_t(out_of_band: arena("")))
        return channel
    }

    /// Gives a channel up; its number is free again when the broker has agreed.
    func close(_ channel: Channel) throws {
        guard channels[channel.number] === channel, !channel.isAbandoned else { return }
        channel.isAbandoned = true
        channel.assembly = nil
        try send(
            AMQP_CHANNEL_CLOSE_METHOD, on: channel,
            amqp_channel_close_t(reply_code: 200, reply_text: arena(""), class_id: 0, method_id: 0))
    }

    /// A channel is gone: those who used it are told.
    func lost(_ channel: Channel, _ error: AMQPError) {
        channel.closed = error
        channel.ledger.close()
        channel.unsettled = []
        switch channel.owner {
        case .calls: if callChannel === channel { callChannel = nil }
        case .gets: if getChannel === channel { getChannel = nil }
        case .publisher(let publisher):
            if publishers[publisher.key] === publisher { publishers[publisher.key] = nil }
            publisher.fail(error)
        case .consumer(let consumer):
            guard consumer.channel === channel else { return }
            consumer.channel = nil
            _ = consumer.state.takeBack()
            consumer.failures += 1
            consumer.retryAt = .now + Backoff.pause(afterFailure: consumer.failures)
            core.log.warning("Consuming is interrupted: \(error)", metadata: ["queue": "\(consumer.state.queue)"])
        }
    }

    /// The connection is gone.
    func tearDown(_ error: AMQPError) {
        for channel in channels.values {
            channel.closed = error
            channel.ledger.close()
            switch channel.owner {
            case .publisher(let publisher): publisher.fail(error)
            case .consumer(let consumer):
                consumer.channel = nil
                consumer.failures = 0
                _ = consumer.state.takeBack()
            case .calls, .gets: break
            }
        }
        channels = [:]
    }

    func arena(_ text: String) -> amqp_bytes_t { wire.arena.bytes(text) }

    // MARK: Heartbeats and waiting

    /// Sends a heartbeat where one is due, and notices when the broker's are missing.
    func keepAlive(_ now: ContinuousClock.Instant) throws {
        guard wire.heartbeat > 0 else { return }
        guard now < lastHeard + .seconds(wire.heartbeat) * 2 else { throw wire.silent }
        if now >= lastSent + .seconds(wire.heartbeat) / 2 {
            lastSent = now
            if wire.isWritable { try wire.sendHeartbeat() }
        }
    }

    private var nextBeat: ContinuousClock.Instant? {
        wire.heartbeat > 0 ? min(lastSent + .seconds(wire.heartbeat) / 2, lastHeard + .seconds(wire.heartbeat) * 2) : nil
    }

    /// Waits for the broker, for another thread's call, or until then.
    func wait(until end: ContinuousClock.Instant?, wakeable: Bool, writable: Bool) {
        guard !wire.hasBuffered else { return }
        let first = [end, nextBeat].compactMap(\.self).min()
        if engine.poll(socket: wire.descriptor, writable: writable, wakeable: wakeable, until: first) { lastHeard = .now }
    }
}
