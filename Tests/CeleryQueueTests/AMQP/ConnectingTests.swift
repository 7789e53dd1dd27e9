import CeleryQueue
import Foundation
import Testing

@Suite(.needsBroker, .timeLimit(.minutes(5))) struct ConnectingTests {
    private func failure(
        _ url: String, patience: Duration = .zero, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> AMQPError? {
        let address = try BrokerAddress(url: url)
        return await #expect(throws: AMQPError.self, sourceLocation: sourceLocation) {
            try await AMQPConnection.connect(address, name: "test", patience: patience, log: quietLog).close()
        }
    }

    @Test func aRefusedLogInSaysSoAndKeepsThePasswordToItself() async throws {
        let port = try await Broker.shared().port
        let error = try #require(try await failure("amqp://guest:SeCrEt77@127.0.0.1:\(port)/", patience: .seconds(60)))
        #expect(error.kind == .accessRefused)
        #expect(error.message.contains("guest@127.0.0.1:\(port)"))
        #expect(error.message.contains("ACCESS_REFUSED"))
        #expect(!error.message.contains("SeCrEt77"))
    }

    @Test func aVirtualHostThatIsNotThereIsNamed() async throws {
        let port = try await Broker.shared().port
        let error = try #require(try await failure("amqp://guest:guest@127.0.0.1:\(port)/nowhere"))
        #expect(error.kind == .accessRefused)
        #expect(error.message.contains("nowhere"))
    }

    @Test func whereNobodyListensIsSaid() async throws {
        let port = try FreePorts.take(1)[0]
        let error = try #require(try await failure("amqp://guest:SeCrEt77@127.0.0.1:\(port)/"))
        #expect(error.kind == .unreachable)
        #expect(error.message.contains("127.0.0.1:\(port)"))
        #expect(!error.message.contains("SeCrEt77"))
    }

    @Test func aHostWithoutANameIsSaid() async throws {
        let error = try #require(try await failure("amqp://guest:guest@no-such-host.invalid/"))
        #expect(error.kind == .unreachable)
        #expect(error.message.contains("no-such-host.invalid"))
    }

    @Test func oneThatSaysNothingIsGivenUp() async throws {
        let (socket, port) = try FreePorts.listen()
        defer { close(socket) }
        let error = try #require(try await failure("amqp://guest:guest@127.0.0.1:\(port)/?connection_timeout=300"))
        #expect(error.kind == .unreachable)
    }

    @Test func oneThatSpeaksSomethingElseIsGivenUp() async throws {
        let (socket, port) = try FreePorts.listen()
        let server = Thread {
            let client = accept(socket, nil, nil)
            let answer = Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8)
            _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
            Thread.sleep(forTimeInterval: 0.2)
            close(client)
            close(socket)
        }
        server.start()
        let error = try #require(try await failure("amqp://guest:guest@127.0.0.1:\(port)/?connection_timeout=2000"))
        #expect(error.kind == .unreachable)
    }

    @Test func connectingIsTriedAgainForAsLongAsAskedFor() async throws {
        let proxy = try Proxy(to: try await Broker.shared().port)
        defer { proxy.end() }
        proxy.refuse(true)
        let address = try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(proxy.port)/")
        async let connecting = AMQPConnection.connect(address, name: "test", patience: .seconds(30), log: quietLog)
        try await Task.sleep(for: .milliseconds(500))
        proxy.refuse(false)
        let connection = try await connecting
        #expect(connection.isConnected)
        await connection.close()
    }

    @Test func connectingCanBeCancelled() async throws {
        let (socket, port) = try FreePorts.listen()
        defer { close(socket) }
        let address = try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(port)/?connection_timeout=3000")
        let task = Task { try await AMQPConnection.connect(address, name: "test", patience: .seconds(60), log: quietLog) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func theBrokerSeesTheNameAndAnOrderlyEnd() async throws {
        let broker = try await Broker.shared()
        let name = uniqueName("worker@host")
        let connection = try await broker.connect(name: name)
        let list = try await broker.control("list_connections", "client_properties")
        #expect(list.contains(name))
        await connection.close()
        let log = try String(contentsOf: broker.folder.appendingPathComponent("log/test\(broker.port)@localhost.log"), encoding: .utf8)
        let abrupt = log.split(separator: "\n").filter { $0.contains(name) && $0.contains("closed unexpectedly") }
        #expect(abrupt.isEmpty)
    }

    @Test func aClosedConnectionSaysSo() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("closed")
        try await connection.declareQueue(queue, exclusive: true)
        let consumer = try await connection.consume(queue)
        var events = connection.events().makeAsyncIterator()
        await connection.close()
        await connection.close()
        #expect(!connection.isConnected)
        #expect(await consumer.next() == nil)
        #expect(await events.next() == nil)
        let error = await #expect(throws: AMQPError.self) { try await connection.publish(OutgoingMessage(routingKey: queue, body: [])) }
        #expect(error?.kind == .closed)
    }

    @Test func closingWaitsForWhatWasPublished() async throws {
        let broker = try await Broker.shared()
        let connection = try await broker.connect()
        let queue = uniqueName("last-words")
        try await connection.declareQueue(queue)
        async let publishing: Void = connection.publish((0..<3000).map { _ in
            OutgoingMessage(routingKey: queue, properties: MessageProperties(deliveryMode: 2), body: [1])
        })
        let other = try await broker.connect()
        #expect(try await comesTrue { try await other.queueStatus(queue).messages > 0 })
        await connection.close()
        try await publishing
        #expect(try await other.queueStatus(queue).messages == 3000)
        try await other.deleteQueue(queue)
        await other.close()
    }

    @Test func noThreadAndNoFileIsLeftBehind() async throws {
        let broker = try await Broker.shared()
        func amqpThreads() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count {
                (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8))?.hasPrefix("leak-") == true
            }
        }
        for _ in 0..<50 {
            let connection = try await broker.connect(name: "leak-test")
            #expect(connection.isConnected)
            await connection.close()
        }
        var dropped: [AMQPConnection] = []
        for _ in 0..<5 { dropped.append(try await broker.connect(name: "leak-test")) }
        // A closed connection's thread may have a moment to go.
        var threads = -1
        _ = try await comesTrue {
            threads = try amqpThreads()
            return threads == 5
        }
        #expect(threads == 5)
        // Asked of each, or the optimizer lets them go before they are counted.
        let areUp = dropped.allSatisfy(\.isConnected)
        #expect(areUp)
        dropped = []
        let areGone = try await comesTrue { try amqpThreads() == 0 }
        #expect(areGone, "those that were never closed have gone too")
    }

    @Test func aCallCanBeCancelledWhileTheConnectionIsDown() async throws {
        let proxy = try Proxy(to: try await Broker.shared().port)
        defer { proxy.end() }
        let address = try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(proxy.port)/")
        let connection = try await AMQPConnection.connect(address, name: "test", log: quietLog)
        proxy.refuse(true)
        proxy.cut()
        #expect(await comesTrue { !connection.isConnected })
        let publishing = Task { try await connection.publish(OutgoingMessage(routingKey: "a", body: [])) }
        let asking = Task { try await connection.queueStatus("a") }
        try await Task.sleep(for: .milliseconds(100))
        publishing.cancel()
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await publishing.value }
        await #expect(throws: CancellationError.self) { try await asking.value }
        let error = await #expect(throws: AMQPError.self) {
            try await connection.publish(OutgoingMessage(routingKey: "a", body: []), within: .milliseconds(300))
        }
        #expect(error?.kind == .timedOut)
        await connection.close()
    }
}
