import CeleryQueue
import Foundation
import Testing

/// Through a proxy that cuts, holds up and refuses.
@Suite(.needsBroker, .timeLimit(.minutes(5))) struct ReconnectTests {
    private func connect(
        to proxy: Proxy, heartbeat: Int = 30, name: String = "test"
    ) async throws -> AMQPConnection {
        let address = try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(proxy.port)/?heartbeat=\(heartbeat)&connection_timeout=2000")
        return try await AMQPConnection.connect(address, name: name, patience: .seconds(30), log: quietLog)
    }

    @Test func afterACutAllIsDeclaredAgainAndConsumersGoOn() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy)
        let other = try await broker.connect()
        var events = connection.events().makeAsyncIterator()
        let (exchange, queue) = (uniqueName("fan"), uniqueName("own"))
        try await connection.declareExchange(exchange, kind: "fanout", durable: false)
        // It goes with the connection, and must be made again with it.
        try await connection.declareQueue(queue, durable: false, exclusive: true)
        try await connection.bind(queue: queue, to: exchange)
        let consumer = try await connection.consume(queue, prefetch: 10)
        for round in 1...5 {
            try await other.publish(OutgoingMessage(exchange: exchange, routingKey: "", body: [UInt8(round)]))
            let delivery = try #require(await consumer.next())
            #expect(delivery.body == [UInt8(round)])
            proxy.cut()
            guard case .disconnected = await events.next() else { Issue.record("no word of the end"); return }
            #expect(!connection.ack(delivery), "its channel is gone")
            #expect(await events.next() == .connected(epoch: round + 1))
            #expect(try await connection.queueStatus(queue).consumers == 1)
        }
        try await connection.deleteExchange(exchange)
        await connection.close()
        await other.close()
    }

    @Test func whatWasInHandComesAgain() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy)
        let queue = uniqueName("again")
        try await connection.declareQueue(queue)
        try await connection.publish((0..<5).map { OutgoingMessage(routingKey: queue, body: [UInt8($0)]) })
        let consumer = try await connection.consume(queue, prefetch: 5)
        let old = try #require(await consumer.next())
        proxy.cut()
        var found: Set<[UInt8]> = []
        while found.count < 5 {
            let delivery = try #require(await consumer.next())
            if connection.ack(delivery) { found.insert(delivery.body) }
        }
        #expect(!connection.ack(old))
        #expect(try await comesTrue { try await connection.queueStatus(queue).messages == 0 })
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func callsWaitForTheNextConnection() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy)
        let queue = uniqueName("patient")
        proxy.refuse(true)
        proxy.cut()
        #expect(await comesTrue { !connection.isConnected })
        async let declared = connection.declareQueue(queue)
        async let published: Void = connection.publish(OutgoingMessage(routingKey: "amq.nobody", body: [1]))
        try await Task.sleep(for: .milliseconds(300))
        proxy.refuse(false)
        #expect(try await declared.name == queue)
        try await published
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aBrokerThatFallsSilentIsNoticedWithinTwoHeartbeats() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy, heartbeat: 1)
        try await Task.sleep(for: .seconds(4))
        #expect(connection.isConnected, "heartbeats keep an idle connection up")
        var events = connection.events().makeAsyncIterator()
        let before = ContinuousClock.now
        proxy.hang(true)
        guard case .disconnected(let reason) = await events.next() else { Issue.record("no word of the end"); return }
        let taken = ContinuousClock.now - before
        #expect(taken < .seconds(2.5), "\(taken)")
        #expect(reason.contains("heartbeat"))
        proxy.hang(false)
        proxy.cut()
        #expect(await events.next() == .connected(epoch: 2))
        await connection.close()
    }

    @Test func aCallToABrokerThatIsSilentEndsInTime() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy, heartbeat: 30)
        let queue = uniqueName("silent")
        try await connection.declareQueue(queue, exclusive: true)
        try await connection.publish(OutgoingMessage(routingKey: queue, body: [0]))
        proxy.hang(true)
        let publish = await #expect(throws: AMQPError.self) {
            try await connection.publish(OutgoingMessage(routingKey: queue, body: [1]), within: .milliseconds(500))
        }
        #expect(publish?.kind == .timedOut)
        let ask = await #expect(throws: AMQPError.self) { _ = try await connection.queueStatus(queue, within: .milliseconds(500)) }
        #expect(ask?.kind == .timedOut)
        proxy.hang(false)
        #expect(try await connection.queueStatus(queue).messages >= 1, "it goes on when the broker does")
        await connection.close()
    }

    @Test func aLargeMessageToABrokerThatIsSilentHoldsNothingUp() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy, heartbeat: 30)
        let queue = uniqueName("clogged")
        try await connection.declareQueue(queue, exclusive: true)
        try await connection.publish(OutgoingMessage(routingKey: queue, body: [0]))
        proxy.hang(true)
        let body = [UInt8](repeating: 1, count: 30_000_000)
        let before = ContinuousClock.now
        let error = await #expect(throws: AMQPError.self) {
            try await connection.publish(OutgoingMessage(routingKey: queue, body: body), within: .milliseconds(700))
        }
        #expect(error?.kind == .timedOut)
        #expect(ContinuousClock.now - before < .seconds(5))
        proxy.hang(false)
        #expect(try await comesTrue { try await connection.queueStatus(queue).messages == 2 }, "what was begun is ended")
        await connection.close()
    }

    @Test func whatWasNotConfirmedWhenTheConnectionBrokeIsTold() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy)
        let queue = uniqueName("unconfirmed")
        try await connection.declareQueue(queue)
        try await connection.publish(OutgoingMessage(routingKey: queue, body: [0]))
        proxy.hang(true)
        async let publishing: Void = connection.publish((0..<10).map { OutgoingMessage(routingKey: queue, body: [UInt8($0)]) })
        try await Task.sleep(for: .milliseconds(200))
        proxy.cut()
        proxy.hang(false)
        do {
            try await publishing
            Issue.record("it was not confirmed")
        } catch let error as AMQPError {
            #expect(error.kind == .connectionLost)
            #expect(error.isTransient)
            #expect(error.failed == Array(0..<10))
        }
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func cutsAgainAndAgainLoseNothing() async throws {
        let broker = try await Broker.shared()
        let proxy = try Proxy(to: broker.port)
        defer { proxy.end() }
        let connection = try await connect(to: proxy)
        let queue = uniqueName("storm")
        try await connection.declareQueue(queue)
        let cutter = Task {
            for _ in 0..<12 {
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...500)))
                proxy.cut()
            }
        }
        try await Traffic.run(messages: 4000, queue: queue, sender: connection, receiver: connection)
        cutter.cancel()
        try await connection.deleteQueue(queue)
        await connection.close()
    }
}
