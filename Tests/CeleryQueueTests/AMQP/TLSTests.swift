import CeleryQueue
import Foundation
import Testing

@Suite(.needsBroker, .timeLimit(.minutes(5))) struct TLSTests {
    private func url(_ host: String, _ options: String) async throws -> BrokerAddress {
        try BrokerAddress(url: "amqps://guest:guest@\(host):\(try await Broker.shared().tlsPort)//?\(options)")
    }

    private func connect(_ address: BrokerAddress) async throws -> AMQPConnection {
        try await AMQPConnection.connect(address, name: "test", log: quietLog)
    }

    private func refusal(_ address: BrokerAddress) async -> AMQPError? {
        await #expect(throws: AMQPError.self) { try await connect(address).close() }
    }

    @Test func messagesOfAllSizesGoThroughEncrypted() async throws {
        let authority = try TLSFiles.made.get().broker.authority
        let connection = try await connect(url("localhost", "cacertfile=\(authority)"))
        let queue = uniqueName("tls")
        try await connection.declareQueue(queue, exclusive: true)
        let consumer = try await connection.consume(queue, prefetch: 3)
        for size in [0, 1, 16_384, 16_385, 100_000, 5_000_000] {
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try await connection.publish(OutgoingMessage(routingKey: queue, body: body))
            let delivery = try #require(await consumer.next())
            #expect(delivery.body == body)
            connection.ack(delivery)
        }
        try await connection.publish((0..<2000).map { OutgoingMessage(routingKey: queue, body: [UInt8($0 & 255)]) })
        for number in 0..<2000 {
            let delivery = try #require(await consumer.next())
            #expect(delivery.body == [UInt8(number & 255)])
            connection.ack(delivery)
        }
        await connection.close()
    }

    @Test func aCertificateOfOursIsShown() async throws {
        let made = try TLSFiles.made.get()
        let options = "cacertfile=\(made.broker.authority)&certfile=\(made.client.certificate)&keyfile=\(made.client.key)"
        let connection = try await connect(url("localhost", options))
        #expect(connection.isConnected)
        await connection.close()
    }

    @Test func aStrangersAuthorityIsNotTrusted() async throws {
        let stranger = try TLSFiles.made.get().stranger
        let error = try #require(await refusal(url("localhost", "cacertfile=\(stranger)")))
        #expect(error.kind == .unreachable)
        #expect(error.message.contains("certificate"))
        #expect(try await refusal(url("localhost", ""))?.kind == .unreachable, "nor is it by the system's")
    }

    @Test func aCertificateForAnotherHostIsRefused() async throws {
        let authority = try TLSFiles.made.get().broker.authority
        let error = try #require(await refusal(url("127.0.0.1", "cacertfile=\(authority)")))
        #expect(error.kind == .unreachable)
        #expect(error.message.contains("127.0.0.1"))
        let unchecked = try await connect(url("127.0.0.1", "verify=verify_none"))
        await unchecked.close()
    }

    @Test func aFileThatIsNotThereIsNamed() async throws {
        let error = try #require(await refusal(url("localhost", "cacertfile=/no/such.pem")))
        #expect(error.kind == .invalid)
        #expect(error.message.contains("/no/such.pem"))
    }

    @Test func aPortThatSpeaksNoTLSIsSaid() async throws {
        let port = try await Broker.shared().port
        let error = try #require(
            await refusal(BrokerAddress(url: "amqps://guest:SeCrEt77@localhost:\(port)//?verify=verify_none&connection_timeout=3000")))
        #expect(error.kind == .unreachable)
        #expect(!error.message.contains("SeCrEt77"))
    }
}
