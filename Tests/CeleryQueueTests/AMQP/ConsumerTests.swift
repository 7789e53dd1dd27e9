import CeleryQueue
import Testing

@Suite(.needsBroker, .timeLimit(.minutes(5))) struct ConsumerTests {
    /// A queue with so many messages, 0, 1, 2…, in it.
    private func queue(_ name: String, _ count: Int, on connection: AMQPConnection) async throws -> String {
        let queue = uniqueName(name)
        try await connection.declareQueue(queue)
        try await connection.publish((0..<count).map { OutgoingMessage(routingKey: queue, body: [UInt8($0)]) })
        return queue
    }

    @Test func noMoreComesThanThePrefetchAllows() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("prefetch", 10, on: connection)
        let consumer = try await connection.consume(queue, prefetch: 3)
        var held: [Delivery] = []
        for _ in 0..<3 { held.append(try #require(await consumer.next())) }
        #expect(try await connection.queueStatus(queue).messages == 7)
        try await consumer.setPrefetch(5)
        for _ in 0..<2 { held.append(try #require(await consumer.next())) }
        #expect(try await comesTrue { try await connection.queueStatus(queue).messages == 5 })
        for delivery in held { #expect(connection.ack(delivery)) }
        #expect(try await comesTrue { try await connection.queueStatus(queue).messages == 0 })
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func whatAReaderHandsBackComesAgain() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("back", 1, on: connection)
        let consumer = try await connection.consume(queue)
        let delivery = try #require(await consumer.next())
        #expect(!delivery.redelivered)
        #expect(connection.reject(delivery, requeue: true))
        let again = try #require(await consumer.next())
        #expect(again.redelivered)
        #expect(connection.ack(again))
        #expect(!connection.ack(delivery))
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aPausedConsumerGivesBackWhatNobodyTook() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("pause", 6, on: connection)
        let consumer = try await connection.consume(queue, prefetch: 4)
        let inHand = try #require(await consumer.next())
        try await consumer.pause()
        #expect(try await comesTrue { try await connection.queueStatus(queue).messages == 5 })
        #expect(try await connection.queueStatus(queue).consumers == 0)
        #expect(connection.ack(inHand))
        try await consumer.resume()
        var rest: [UInt8] = []
        for _ in 0..<5 {
            let delivery = try #require(await consumer.next())
            rest += delivery.body
            connection.ack(delivery)
        }
        #expect(rest.sorted() == [1, 2, 3, 4, 5])
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aCancelledConsumerEndsAndWhatIsInHandCanStillBeSettled() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("cancel", 5, on: connection)
        let consumer = try await connection.consume(queue, prefetch: 5)
        let one = try #require(await consumer.next())
        let two = try #require(await consumer.next())
        let reading = Task { await consumer.next() != nil ? await consumer.next() : nil }
        try await Task.sleep(for: .milliseconds(50))
        try await consumer.cancel()
        _ = await reading.value
        #expect(await consumer.next() == nil)
        #expect(connection.ack(one))
        #expect(connection.reject(two, requeue: true))
        await connection.close()
        let other = try await Broker.shared().connect()
        #expect(try await other.queueStatus(queue).messages == 4)
        try await other.deleteQueue(queue)
        await other.close()
    }

    @Test func aConsumerThatIsLetGoStopsByItself() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("dropped", 2, on: connection)
        do {
            let consumer = try await connection.consume(queue)
            #expect(await consumer.next() != nil)
        }
        #expect(try await comesTrue { try await connection.queueStatus(queue).consumers == 0 })
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aReaderWhoseTaskIsCancelledStopsWaiting() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("reader", 0, on: connection)
        let consumer = try await connection.consume(queue)
        let reader = Task { await consumer.next() }
        try await Task.sleep(for: .milliseconds(100))
        reader.cancel()
        #expect(await reader.value == nil)
        try await connection.publish(OutgoingMessage(routingKey: queue, body: [9]))
        #expect(await consumer.next()?.body == [9], "no message is lost to the one that left")
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func theReaderAcknowledgesByTakingWhereThatWasAskedFor() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("noack", 5, on: connection)
        let consumer = try await connection.consume(queue, prefetch: 2, noAck: true)
        for number in 0..<3 {
            let delivery = try #require(await consumer.next())
            #expect(delivery.body == [UInt8(number)])
            #expect(!connection.ack(delivery))
        }
        try await consumer.cancel()
        #expect(try await comesTrue { try await connection.queueStatus(queue).messages == 2 })
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func acknowledgementsInAnyOrderSettleEachItsOwn() async throws {
        let connection = try await Broker.shared().connect()
        let queue = try await queue("order", 200, on: connection)
        let consumer = try await connection.consume(queue, prefetch: 200)
        var held: [Delivery] = []
        for _ in 0..<200 { held.append(try #require(await consumer.next())) }
        var expected: [UInt8] = []
        for delivery in held.shuffled() {
            if delivery.body[0] % 10 == 4 {
                connection.reject(delivery, requeue: true)
                expected += delivery.body
            } else if delivery.body[0] % 10 != 7 {
                connection.ack(delivery)
            } else {
                expected += delivery.body  // kept in hand
            }
        }
        await connection.close()
        let other = try await Broker.shared().connect()
        let rest = try await other.consume(queue, prefetch: 200)
        var found: [UInt8] = []
        for _ in expected {
            let delivery = try #require(await rest.next())
            #expect(delivery.redelivered)
            found += delivery.body
            other.ack(delivery)
        }
        #expect(found.sorted() == expected.sorted())
        try await rest.cancel()
        #expect(try await other.queueStatus(queue).messages == 0)
        try await other.deleteQueue(queue)
        await other.close()
    }

    @Test func aConsumerGoesOnWhenItsQueueIsDeletedAndMadeAgain() async throws {
        let broker = try await Broker.shared()
        let (connection, other) = (try await broker.connect(), try await broker.connect())
        let queue = try await queue("deleted", 1, on: connection)
        let consumer = try await connection.consume(queue)
        let lost = try #require(await consumer.next())
        try await other.deleteQueue(queue)
        #expect(await comesTrue { (try? await other.queueStatus(queue).consumers) == 1 }, "it was declared again")
        #expect(!connection.ack(lost))
        try await other.publish(OutgoingMessage(routingKey: queue, body: [5]))
        #expect(await consumer.next()?.body == [5])
        try await other.deleteQueue(queue)
        await other.close()
        await connection.close()
    }

    @Test func anExclusiveConsumerKeepsOthersOut() async throws {
        let broker = try await Broker.shared()
        let (connection, other) = (try await broker.connect(), try await broker.connect())
        let queue = try await queue("exclusive", 0, on: connection)
        let consumer = try await connection.consume(queue, exclusive: true)
        let error = await #expect(throws: AMQPError.self) { _ = try await other.consume(queue) }
        #expect(error?.kind == .accessRefused)
        try await consumer.cancel()
        _ = try await other.consume(queue)
        try await connection.deleteQueue(queue)
        await other.close()
        await connection.close()
    }
}
