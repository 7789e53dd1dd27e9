import CeleryQueue
import Testing

@Suite(.needsBroker, .timeLimit(.minutes(5))) struct TopologyTests {
    @Test func aQueueWithOtherArgumentsIsRefusedAndTheConnectionGoesOn() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("declared")
        try await connection.declareQueue(queue)
        try await connection.declareQueue(queue)
        let consumer = try await connection.consume(queue)
        for _ in 0..<3 {
            let error = await #expect(throws: AMQPError.self) {
                try await connection.declareQueue(queue, arguments: ["x-message-ttl": 1000])
            }
            #expect(error?.kind == .preconditionFailed)
            #expect(error?.brokerCode == 406)
            #expect(error?.message.contains("declare queue \(queue)") == true)
            #expect(error?.message.contains("x-message-ttl") == true)
        }
        try await connection.publish(OutgoingMessage(routingKey: queue, body: [1]))
        let delivery = try #require(await consumer.next())
        #expect(connection.ack(delivery))
        #expect(try await connection.deleteQueue(queue) == 0)
        await connection.close()
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        let connection = try await Broker.shared().connect()
        let name = uniqueName("nowhere")
        func kind(_ work: () async throws -> Void) async -> AMQPError.Kind? {
            do { try await work() } catch let error as AMQPError {
                #expect(error.message.contains(name))
                return error.kind
            } catch {}
            return nil
        }
        #expect(await kind { _ = try await connection.queueStatus(name) } == .notFound)
        #expect(await kind { _ = try await connection.consume(name) } == .notFound)
        #expect(await kind { _ = try await connection.get(name) } == .notFound)
        #expect(await kind { try await connection.purge(name) } == .notFound)
        #expect(await kind { try await connection.bind(queue: name, to: "amq.direct") } == .notFound)
        #expect(try await connection.deleteQueue(name) == 0)
        await connection.close()
    }

    @Test func anotherConnectionsQueueIsLocked() async throws {
        let broker = try await Broker.shared()
        let (owner, other) = (try await broker.connect(), try await broker.connect())
        let queue = uniqueName("mine")
        try await owner.declareQueue(queue, exclusive: true)
        let error = await #expect(throws: AMQPError.self) { _ = try await other.consume(queue) }
        #expect(error?.kind == .resourceLocked)
        await owner.close()
        let gone = await #expect(throws: AMQPError.self) { _ = try await other.queueStatus(queue) }
        #expect(gone?.kind == .notFound)
        await other.close()
    }

    @Test func exchangesRouteAsTheirKindsDo() async throws {
        let connection = try await Broker.shared().connect()
        let (fan, topic) = (uniqueName("fan"), uniqueName("topic"))
        let (one, two) = (uniqueName("one"), uniqueName("two"))
        try await connection.declareExchange(fan, kind: "fanout", durable: false, autoDelete: true)
        try await connection.declareExchange(topic, kind: "topic")
        for queue in [one, two] {
            try await connection.declareQueue(queue, durable: false, autoDelete: true, arguments: ["x-expires": 10_000, "x-message-ttl": 300_000])
            try await connection.bind(queue: queue, to: fan)
        }
        try await connection.bind(queue: two, to: topic, routingKey: "worker.#")
        try await connection.publish(OutgoingMessage(exchange: fan, routingKey: "", body: [1]))
        try await connection.publish(OutgoingMessage(exchange: topic, routingKey: "worker.online", body: [2]))
        try await connection.publish(OutgoingMessage(exchange: topic, routingKey: "task.received", body: [3]))
        #expect(try await connection.queueStatus(one).messages == 1)
        #expect(try await connection.queueStatus(two).messages == 2)
        try await connection.unbind(queue: two, from: topic, routingKey: "worker.#")
        try await connection.publish(OutgoingMessage(exchange: topic, routingKey: "worker.online", body: [2]))
        #expect(try await connection.purge(two) == 2)
        let error = await #expect(throws: AMQPError.self) { try await connection.declareExchange(topic, kind: "direct") }
        #expect(error?.kind == .preconditionFailed)
        try await connection.deleteExchange(topic)
        await connection.close()
    }

    @Test func gettingLeavesAMessageInHandUntilItIsSettled() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("get")
        try await connection.declareQueue(queue)
        #expect(try await connection.get(queue) == nil)
        try await connection.publish([OutgoingMessage(routingKey: queue, body: [1]), OutgoingMessage(routingKey: queue, body: [2])])
        let first = try #require(try await connection.get(queue))
        #expect(connection.reject(first, requeue: true))
        let again = try #require(try await connection.get(queue))
        #expect(again.body == [1])
        #expect(again.redelivered)
        #expect(connection.reject(again, requeue: false))
        let second = try #require(try await connection.get(queue))
        #expect(second.body == [2])
        #expect(connection.ack(second))
        #expect(try await connection.get(queue) == nil)
        try await connection.deleteQueue(queue)
        await connection.close()
    }
}
