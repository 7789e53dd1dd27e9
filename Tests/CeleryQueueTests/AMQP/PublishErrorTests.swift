import CeleryQueue
import Testing

@Suite(.needsBroker, .timeLimit(.minutes(5))) struct PublishErrorTests {
    @Test func aMandatoryMessageThatNoQueueTakesIsAnError() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("route")
        try await connection.declareQueue(queue)
        let messages = (0..<50).map {
            OutgoingMessage(
                routingKey: $0 % 7 == 3 ? queue + "-none" : queue, properties: MessageProperties(correlationID: "\($0)"), body: [UInt8($0)],
                mandatory: true)
        }
        let error = await #expect(throws: AMQPError.self) { try await connection.publish(messages) }
        #expect(error?.kind == .unroutable)
        #expect(error?.failed == [3, 10, 17, 24, 31, 38, 45])
        #expect(error?.message.contains(queue + "-none") == true)
        #expect(error?.brokerCode == 312)
        #expect(try await connection.queueStatus(queue).messages == 43)
        try await connection.publish(OutgoingMessage(routingKey: queue + "-none", body: []))
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aMessageThatTheBrokerRefusesIsAnError() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("full")
        try await connection.declareQueue(queue, arguments: ["x-max-length": 2, "x-overflow": "reject-publish"])
        let error = await #expect(throws: AMQPError.self) {
            try await connection.publish((0..<6).map { OutgoingMessage(routingKey: queue, body: [UInt8($0)]) })
        }
        #expect(error?.kind == .nacked)
        #expect(error?.isTransient == true)
        let taken = try await connection.queueStatus(queue).messages
        #expect(error?.failed.count == 6 - taken)
        #expect(error?.message.contains(queue) == true)
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func anExchangeThatIsNotThereIsAnErrorForItsOwnMessagesOnly() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("innocent")
        try await connection.declareQueue(queue)
        async let innocent: Void = connection.publish((0..<2000).map { _ in OutgoingMessage(routingKey: queue, body: [1]) })
        let error = await #expect(throws: AMQPError.self) {
            try await connection.publish((0..<20).map { _ in OutgoingMessage(exchange: "no-such", routingKey: "a", body: []) })
        }
        #expect(error?.kind == .notFound)
        #expect(error?.message.contains("no-such") == true)
        #expect(error?.failed == Array(0..<20))
        try await innocent
        #expect(try await connection.queueStatus(queue).messages == 2000)
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test(arguments: [
        OutgoingMessage(routingKey: String(repeating: "k", count: 256), body: []),
        OutgoingMessage(routingKey: "q", properties: MessageProperties(expiration: "soon"), body: []),
        OutgoingMessage(routingKey: "q", properties: MessageProperties(correlationID: String(repeating: "c", count: 300)), body: []),
        OutgoingMessage(routingKey: "q", properties: MessageProperties(headers: [String(repeating: "h", count: 300): 1]), body: []),
        OutgoingMessage(routingKey: "q", properties: MessageProperties(headers: ["deep": nested(70)]), body: []),
        OutgoingMessage(routingKey: "q", properties: MessageProperties(headers: ["endless": .double(.infinity)]), body: []),
    ])
    func whatCannotBeSentIsRefusedBeforeItIs(message: OutgoingMessage) async throws {
        let connection = try await Broker.shared().connect()
        let error = await #expect(throws: AMQPError.self) { try await connection.publish([OutgoingMessage(routingKey: "q", body: []), message]) }
        #expect(error?.kind == .invalid)
        #expect(error?.failed == [1])
        #expect(connection.isConnected)
        await connection.close()
    }

    @Test func headersBeyondAFrameAreRefusedAndJustBelowGoThrough() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("headers")
        try await connection.declareQueue(queue)
        func message(_ size: Int) -> OutgoingMessage {
            OutgoingMessage(routingKey: queue, properties: MessageProperties(headers: ["h": .string(String(repeating: "x", count: size))]), body: [1])
        }
        let error = await #expect(throws: AMQPError.self) { try await connection.publish(message(130_000)) }
        #expect(error?.kind == .tooLarge)
        try await connection.publish(message(119_000))
        let delivery = try #require(try await connection.get(queue))
        #expect(delivery.properties.headers["h"]?.string?.count == 119_000)
        #expect(connection.ack(delivery))
        try await connection.deleteQueue(queue)
        await connection.close()
    }
}

/// An array in an array in an array.
func nested(_ depth: Int) -> AMQPValue { depth == 0 ? 1 : [nested(depth - 1)] }
