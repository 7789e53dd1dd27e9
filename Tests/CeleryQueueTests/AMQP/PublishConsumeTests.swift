import CeleryQueue
import Testing

@Suite(.needsBroker) struct PublishConsumeTests {
    let broker: Broker

    init() throws { broker = try Broker.shared.get() }

    @Test func whatIsPublishedIsConsumedAndAcknowledged() async throws {
        let connection = try await broker.connect()
        let queue = uniqueName("there-and-back")
        #expect(try await connection.declareQueue(queue).messages == 0)
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8", headers: ["id": "a"], deliveryMode: 2, priority: 0,
            correlationID: "a", replyTo: "b", messageID: "m", type: "t", appID: "app")
        try await connection.publish(OutgoingMessage(routingKey: queue, properties: properties, body: Array("[1]".utf8)))
        let consumer = try await connection.consume(queue, prefetch: 4)
        let delivery = try #require(await consumer.next())
        #expect(delivery.properties == properties)
        #expect(delivery.body == Array("[1]".utf8))
        #expect(delivery.routingKey == queue)
        #expect(!delivery.redelivered)
        #expect(connection.ack(delivery))
        #expect(!connection.ack(delivery))
        try await consumer.cancel()
        #expect(await consumer.next() == nil)
        #expect(try await connection.queueStatus(queue).messages == 0)
        try await connection.deleteQueue(queue)
        await connection.close()
    }
}
