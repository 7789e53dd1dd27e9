import CeleryQueue
import Foundation
import Testing

/// With a broker that is stopped, killed and out of memory.
@Suite(.needsBroker, .timeLimit(.minutes(5)), .serialized) struct BrokerTroubleTests {
    private static let own = Task { try await Broker.started() }

    @Test func aBrokerThatIsRestartedInTheMiddleLosesNothing() async throws {
        let broker = try await Self.own.value
        let connection = try await broker.connect()
        let queue = uniqueName("restart")
        try await connection.declareQueue(queue)
        async let traffic: Void = Traffic.run(messages: 10_000, queue: queue, sender: connection, receiver: connection)
        try await Task.sleep(for: .milliseconds(300))
        try await broker.stop()
        try await broker.start()
        try await traffic
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func aBrokerThatIsKilledInTheMiddleLosesNothing() async throws {
        let broker = try await Self.own.value
        let connection = try await broker.connect()
        let queue = uniqueName("killed")
        try await connection.declareQueue(queue)
        async let traffic: Void = Traffic.run(messages: 10_000, queue: queue, sender: connection, receiver: connection)
        try await Task.sleep(for: .milliseconds(300))
        try await broker.kill()
        #expect(await comesTrue { !connection.isConnected })
        try await Task.sleep(for: .seconds(1))
        try await broker.start()
        try await traffic
        try await connection.deleteQueue(queue)
        await connection.close()
    }

    @Test func publishingWaitsWhileTheBrokerIsOutOfMemory() async throws {
        let broker = try await Self.own.value
        let connection = try await broker.connect()
        let queue = uniqueName("blocked")
        try await connection.declareQueue(queue)
        try await connection.publish(OutgoingMessage(routingKey: queue, body: [0]))
        var events = connection.events().makeAsyncIterator()
        try await broker.control("set_vm_memory_high_watermark", "absolute", "1MB")
        try await Task.sleep(for: .milliseconds(300))
        let before = ContinuousClock.now
        let error = await #expect(throws: AMQPError.self) {
            try await connection.publish(OutgoingMessage(routingKey: queue, body: [1]), within: .seconds(1))
        }
        #expect(error?.kind == .timedOut)
        #expect(ContinuousClock.now - before >= .seconds(1))
        #expect(await events.next() == .blocked(reason: "low on memory"))
        let waiting = Task { try await connection.publish(OutgoingMessage(routingKey: queue, body: [2])) }
        let many = Task {
            try await connection.publish((0..<200).map { _ in OutgoingMessage(routingKey: queue, body: [UInt8](repeating: 3, count: 100_000)) })
        }
        try await Task.sleep(for: .seconds(1))
        #expect(connection.isConnected)
        let ask = await #expect(throws: AMQPError.self) { _ = try await connection.queueStatus(queue, within: .milliseconds(300)) }
        #expect(ask?.kind == .timedOut)
        let cancelled = Task { try await connection.publish(OutgoingMessage(routingKey: queue, body: [4])) }
        try await Task.sleep(for: .milliseconds(50))
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        try await broker.control("set_vm_memory_high_watermark", "absolute", "1GB")
        try await waiting.value
        try await many.value
        #expect(await events.next() == .unblocked)
        #expect(try await connection.queueStatus(queue).messages >= 202)
        try await connection.deleteQueue(queue)
        await connection.close()
    }
}
