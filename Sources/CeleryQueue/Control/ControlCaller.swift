import Foundation

/// Asks workers, ours and Python's, as `celery inspect` and `celery control` do.
struct ControlCaller: Sendable {
    let connection: AMQPConnection
    let clock: LamportClock

    /// The exchanges of remote control as Celery declares them. Where they are there in another form, they are used as they are.
    static func declareExchanges(_ connection: AMQPConnection) async throws {
        for (name, kind) in [(ControlRequest.exchange, "fanout"), (ControlRequest.replyExchange, "direct")] {
            do {
                try await connection.declareExchange(name, kind: kind, durable: false)
            } catch let error as AMQPError where error.kind == .preconditionFailed {
                continue
            }
        }
    }

    /// Tells workers something that wants no answer.
    func tell(_ method: String, _ arguments: JSONObject, to workers: [String]? = nil) async throws {
        try await Self.declareExchanges(connection)
        try await connection.publish(ControlRequest(method: method, arguments: arguments, destination: workers, clock: clock.forward()).message())
    }

    /// What the workers answer within some seconds, by their names.
    func ask(_ method: String, _ arguments: JSONObject = JSONObject(), seconds: Double = 1) async throws -> [String: JSONValue] {
        try await Self.declareExchanges(connection)
        let key = UUID().uuidString.lowercased()
        let queue = "\(key).\(ControlRequest.replyExchange)"
        try await connection.declareQueue(queue, durable: false, exclusive: true, autoDelete: true, arguments: ["x-expires": 10_000])
        try await connection.bind(queue: queue, to: ControlRequest.replyExchange, routingKey: key)
        let consumer = try await connection.consume(queue, prefetch: 0, noAck: true)
        let request = ControlRequest(
            method: method, arguments: arguments, ticket: UUID().uuidString.lowercased(),
            replyTo: (ControlRequest.replyExchange, key), clock: clock.forward(), expires: Date(timeIntervalSinceNow: seconds))
        try await connection.publish(request.message())
        let replies = await collect(consumer, seconds: seconds)
        try? await consumer.cancel(within: .seconds(2))
        _ = try? await connection.deleteQueue(queue, within: .seconds(2))
        return replies
    }

    private func collect(_ consumer: Consumer, seconds: Double) async -> [String: JSONValue] {
        let reading = Task { () -> [String: JSONValue] in
            var replies: [String: JSONValue] = [:]
            while replies.count < 10_000, let delivery = await consumer.next() {
                clock.adjust(to: Int(clamping: delivery.properties.headers["clock"]?.int ?? 0))
                guard let answers = (try? JSONValue(parsing: delivery.body))?.object else { continue }
                for answer in answers.members { replies[answer.name] = answer.value }
            }
            return replies
        }
        return await withTaskCancellationHandler {
            try? await Task.sleep(for: .seconds(seconds))
            reading.cancel()
            return await reading.value
        } onCancel: {
            reading.cancel()
        }
    }
}
