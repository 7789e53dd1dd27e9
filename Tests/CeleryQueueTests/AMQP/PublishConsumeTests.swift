import CeleryQueue
import Testing

@Suite(.needsBroker, .timeLimit(.minutes(5))) struct PublishConsumeTests {
    @Test func whatIsPublishedIsConsumedAndAcknowledged() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("there-and-back")
        #expect(try await connection.declareQueue(queue).messages == 0)
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8", headers: ["id": "a"], deliveryMode: 2, priority: 0,
            correlationID: "a", replyTo: "b", expiration: "60000", messageID: "m", timestamp: 1_795_364_916, type: "t", userID: "guest",
            appID: "app")
        try await connection.publish(OutgoingMessage(routingKey: queue, properties: properties, body: Array("[1]".utf8)))
        let consumer = try await connection.consume(queue, prefetch: 4)
        let delivery = try #require(await consumer.next())
        #expect(delivery.properties == properties)
        #expect(delivery.body == Array("[1]".utf8))
        #expect(delivery.routingKey == queue)
        #expect(!delivery.redelivered)
        #expect(delivery.tooLarge == nil)
        #expect(connection.ack(delivery))
        #expect(!connection.ack(delivery), "it can be settled only once")
        try await consumer.cancel()
        #expect(await consumer.next() == nil)
        #expect(try await connection.queueStatus(queue).messages == 0)
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func bodiesOfAnySizeComeBackAsTheyWere() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("sizes")
        try await connection.declareQueue(queue)
        let consumer = try await connection.consume(queue, prefetch: 2)
        for size in [0, 1, 4095, 4096, 32_767, 32_768, 32_769, 131_064, 131_072, 1_000_003, 12_000_000] {
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
            try await connection.publish(OutgoingMessage(routingKey: queue, body: body))
            let delivery = try #require(await consumer.next())
            #expect(delivery.body == body, "\(size) bytes")
            connection.ack(delivery)
        }
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aBodyBeyondTheLimitIsThrownAwayAsItComes() async throws {
        let broker = try await Broker.shared()
        let sender = try await broker.connect()
        let reader = try await broker.connect(maximumBody: 100_000)
        let queue = uniqueName("huge")
        try await sender.declareQueue(queue)
        let body = [UInt8](repeating: 7, count: 3_000_000)
        try await sender.publish([
            OutgoingMessage(routingKey: queue, properties: MessageProperties(headers: ["id": "big"]), body: body),
            OutgoingMessage(routingKey: queue, body: [1, 2, 3]),
        ])
        let consumer = try await reader.consume(queue, prefetch: 2)
        let big = try #require(await consumer.next())
        #expect(big.tooLarge == 3_000_000)
        #expect(big.body.isEmpty)
        #expect(big.properties.headers["id"] == "big")
        #expect(reader.ack(big))
        let small = try #require(await consumer.next())
        #expect(small.body == [1, 2, 3])
        #expect(reader.ack(small))
        let error = await #expect(throws: AMQPError.self) { try await reader.publish(OutgoingMessage(routingKey: queue, body: body)) }
        #expect(error?.kind == .tooLarge)
        try await sender.deleteQueue(queue)
        await sender.close()
        await reader.close()
    }

    @Test func tenThousandArePublishedInOneCallInOrder() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("many")
        try await connection.declareQueue(queue)
        let messages = (0..<10_000).map { OutgoingMessage(routingKey: queue, properties: MessageProperties(deliveryMode: 2), body: Array("\($0)".utf8)) }
        try await connection.publish(messages)
        #expect(try await connection.queueStatus(queue).messages == 10_000)
        let consumer = try await connection.consume(queue, prefetch: 200)
        for number in 0..<10_000 {
            let delivery = try #require(await consumer.next())
            #expect(String(decoding: delivery.body, as: UTF8.self) == "\(number)")
            #expect(connection.ack(delivery))
        }
        try await consumer.cancel()
        #expect(try await connection.queueStatus(queue).messages == 0)
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func theUnconfirmedArriveToo() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("transient")
        try await connection.declareQueue(queue, durable: false, autoDelete: true)
        let consumer = try await connection.consume(queue, prefetch: 10, noAck: true)
        for number in 0..<100 {
            try await connection.publish(OutgoingMessage(routingKey: queue, body: [UInt8(number)]), confirmed: false)
        }
        for number in 0..<100 { #expect(await consumer.next()?.body == [UInt8(number)]) }
        await connection.close()
    }

    @Test func callsFromManyTasksAtOnceAllSucceed() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("crowd")
        try await connection.declareQueue(queue)
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    try await connection.publish(OutgoingMessage(routingKey: queue, body: [UInt8(number)]))
                    if number % 20 == 0 { _ = try await connection.queueStatus(queue) }
                }
            }
            try await group.waitForAll()
        }
        let consumer = try await connection.consume(queue, prefetch: 8)
        let numbers = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    var mine: [UInt8] = []
                    for _ in 0..<25 {
                        let delivery = try #require(await consumer.next())
                        mine += delivery.body
                        connection.ack(delivery)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: [UInt8]()) { $0 += $1 }
        }
        #expect(numbers.sorted() == (0..<200).map { UInt8($0) })
        try await connection.deleteQueue(queue)
        await connection.close()
    }
}
