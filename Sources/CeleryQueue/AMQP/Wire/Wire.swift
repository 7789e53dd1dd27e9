internal import CRabbitMQ
import Foundation

/// One connection of rabbitmq-c from log-in to its end. For one thread only; every call may block for a moment, none for long.
final class Wire {
    /// The connection is of no more use.
    struct Broken: Error { let error: AMQPError }

    private let state: amqp_connection_state_t
    let arena = Arena()
    let descriptor: Int32
    let frameMax: Int
    let channelMax: Int
    /// Seconds; 0: none.
    let heartbeat: Int
    private let place: String
    private var isCorked = false

    private static let sslReady: Bool = amqp_initialize_ssl_library() == AMQP_STATUS_OK.rawValue

    /// Connects and logs in. Blocks, for a few times `address.connectTimeout` at most.
    init(_ address: BrokerAddress, name: String, heartbeat: Int) throws {
        place = address.description
        guard let state = amqp_new_connection() else { throw AMQPError(.refused, "no memory for a connection") }
        do {
            try Self.openSocket(state, address)
            try Self.logIn(state, address, name: name, heartbeat: heartbeat, arena: arena)
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
        self.state = state
        descriptor = amqp_get_sockfd(state)
        frameMax = Int(amqp_get_frame_max(state))
        channelMax = Int(amqp_get_channel_max(state))
        self.heartbeat = Int(amqp_get_heartbeat(state))
        // The session sends them and listens for them itself: the library would wait for a socket that takes nothing.
        guard amqp_tune_connection(state, Int32(channelMax), Int32(frameMax), 0) == AMQP_STATUS_OK.rawValue else {
            throw AMQPError(.refused, "no memory for a connection")
        }
        arena.reset()
    }

    deinit { amqp_destroy_connection(state) }

    private static func openSocket(_ state: amqp_connection_state_t, _ address: BrokerAddress) throws {
        let socket: OpaquePointer?
        if let tls = address.tls {
            guard sslReady else { throw AMQPError(.unreachable, "\(address): OpenSSL cannot be initialised") }
            socket = amqp_ssl_socket_new(state)
            try prepare(socket, tls, address)
        } else {
            socket = amqp_tcp_socket_new(state)
        }
        guard let socket else { throw AMQPError(.refused, "no memory for a connection") }
        let seconds = address.connectTimeout
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6))
        let status = amqp_socket_open_noblock(socket, address.host, Int32(address.port), &limit)
        guard status == AMQP_STATUS_OK.rawValue else {
            let reason =
                switch status {
                case AMQP_STATUS_SOCKET_ERROR.rawValue: "cannot be reached (refused, or nothing listens there)"
                case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED.rawValue: "the host's name is not known"
                case AMQP_STATUS_TIMEOUT.rawValue: "no answer within \(seconds) s"
                case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue: "its certificate is not trusted, see cacertfile and verify"
                case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue: "its certificate is not made out for \(address.host)"
                case AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue:
                    "no TLS connection: its certificate is not trusted, it wants one of ours, or it speaks no TLS on that port"
                default: String(cString: amqp_error_string2(status))
                }
            throw AMQPError(.unreachable, "broker \(address): \(reason)")
        }
    }

    private static func prepare(_ socket: OpaquePointer?, _ tls: BrokerAddress.TLS, _ address: BrokerAddress) throws {
        guard let socket else { return }
        amqp_ssl_socket_set_verify_peer(socket, tls.verify ? 1 : 0)
        amqp_ssl_socket_set_verify_hostname(socket, tls.verify ? 1 : 0)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        if tls.verify || tls.authorities != nil {
            let file = tls.authorities ?? "/etc/ssl/certs/ca-certificates.crt"
            guard amqp_ssl_socket_set_cacert(socket, file) == AMQP_STATUS_OK.rawValue else {
                throw AMQPError(.invalid, "broker \(address): \(file) has no certificates to trust, or cannot be read")
            }
        }
        if let certificate = tls.certificate {
            guard amqp_ssl_socket_set_key(socket, certificate, tls.key ?? certificate) == AMQP_STATUS_OK.rawValue else {
                throw AMQPError(.invalid, "broker \(address): \(certificate) and \(tls.key ?? "it") are no certificate and key, or cannot be read")
            }
        }
    }

    private static func logIn(
        _ state: amqp_connection_state_t, _ address: BrokerAddress, name: String, heartbeat: Int, arena: Arena
    ) throws {
        var properties = arena.table([
            "connection_name": .string(name), "product": "Astrobase",
            "capabilities": [
                "connection.blocked": true, "consumer_cancel_notify": true, "basic.nack": true, "publisher_confirms": true,
                "authentication_failure_close": true,
            ],
        ])
        let outcome = crabbitmq_login(
            state, address.virtualHost, 0, 131_072, Int32(heartbeat), &properties, address.user, address.password, address.connectTimeout)
        guard outcome.status != AMQP_STATUS_OK.rawValue else { return }
        var text = outcome.text
        let said = withUnsafeBytes(of: &text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if outcome.code != 0 {
            throw AMQPError(brokerCode: Int(outcome.code), text: said, during: "broker \(address): log-in as \(address.user)")
        }
        throw AMQPError(.unreachable, "broker \(address): no log-in: \(said)")
    }

    // MARK: Frames

    /// The next frame, nil where none has come. Blocks never.
    func next() throws -> Frame? {
        // What was read is copied already.
        amqp_maybe_release_buffers(state)
        while true {
            var frame = amqp_frame_t()
            let status = crabbitmq_next_frame(state, &frame)
            if status == 0 { return nil }
            guard status > 0 else { throw broken(status, "reading") }
            switch Int32(frame.frame_type) {
            case AMQP_FRAME_METHOD:
                return .method(channel: frame.channel, Method(frame.payload.method))
            case AMQP_FRAME_HEADER:
                let header = frame.payload.properties
                guard header.class_id == AMQP_BASIC_CLASS, let decoded = header.decoded else { continue }
                return .header(
                    channel: frame.channel, bodySize: header.body_size,
                    MessageProperties(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee))
            case AMQP_FRAME_BODY:
                return .body(channel: frame.channel, frame.payload.body_fragment.buffer)
            default: continue
            }
        }
    }

    var silent: Broken { broken(AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue, "listening") }

    /// Whether frames wait that `poll` does not know of.
    var hasBuffered: Bool { amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0 }

    func broken(_ status: Int32, _ what: String) -> Broken {
        let reason =
            switch status {
            case AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue: "no sign of life within two heartbeats"
            case AMQP_STATUS_CONNECTION_CLOSED.rawValue, AMQP_STATUS_SOCKET_CLOSED.rawValue: "it closed the connection"
            default: String(cString: amqp_error_string2(status))
            }
        return Broken(error: AMQPError(.connectionLost, "broker \(place): \(what): \(reason)"))
    }

    // MARK: Sending

    func send<T>(_ id: UInt32, channel: UInt16, _ method: T) throws {
        var method = method
        let status = withUnsafeMutablePointer(to: &method) { amqp_send_method(state, channel, id, UnsafeMutableRawPointer($0)) }
        arena.reset()
        guard status == AMQP_STATUS_OK.rawValue else { throw broken(status, "sending") }
    }

    func sendHeartbeat() throws {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        try send(&frame)
    }

    /// A message whose body fits into one frame, in one go.
    func publish(_ message: OutgoingMessage, channel: UInt16) throws {
        var properties = message.properties.wire(arena)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                state, channel, arena.bytes(message.exchange), arena.bytes(message.routingKey), message.mandatory ? 1 : 0, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        arena.reset()
        guard status == AMQP_STATUS_OK.rawValue else { throw broken(status, "publishing") }
    }

    /// The beginning of a message whose body follows piece by piece.
    func beginPublish(_ message: OutgoingMessage, channel: UInt16) throws {
        try send(
            AMQP_BASIC_PUBLISH_METHOD, channel: channel,
            amqp_basic_publish_t(
                ticket: 0, exchange: arena.bytes(message.exchange), routing_key: arena.bytes(message.routingKey),
                mandatory: message.mandatory ? 1 : 0, immediate: 0))
        var properties = message.properties.wire(arena)
        try withUnsafeMutablePointer(to: &properties) { pointer in
            var frame = amqp_frame_t()
            frame.frame_type = UInt8(AMQP_FRAME_HEADER)
            frame.channel = channel
            frame.payload.properties.class_id = UInt16(AMQP_BASIC_CLASS)
            frame.payload.properties.body_size = UInt64(message.body.count)
            frame.payload.properties.decoded = UnsafeMutableRawPointer(pointer)
            try send(&frame)
        }
        arena.reset()
    }

    func sendBody(_ bytes: UnsafeRawBufferPointer, channel: UInt16) throws {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_BODY)
        frame.channel = channel
        frame.payload.body_fragment = amqp_bytes_t(len: bytes.count, bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        try send(&frame)
    }

    private func send(_ frame: inout amqp_frame_t) throws {
        let status = amqp_send_frame(state, &frame)
        guard status == AMQP_STATUS_OK.rawValue else { throw broken(status, "sending") }
    }

    // MARK: The socket

    /// Whether the system takes more to send without waiting.
    var isWritable: Bool {
        var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&item, 1, 0) > 0
    }

    /// While corked, what is sent is gathered into full packets, and the last of them waits: for 200 ms, or for the end of it.
    func cork(_ on: Bool) {
        guard on != isCorked else { return }
        isCorked = on
        var value: Int32 = on ? 1 : 0
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
