import CeleryQueue
import Foundation
import Testing

@Suite struct HeaderTests {
    private static let every: [UInt8] =
        FakeBroker.entry("t", "t", [1]) + FakeBroker.entry("b", "b", [0xFE]) + FakeBroker.entry("B", "B", [0xFE])
        + FakeBroker.entry("s", "s", [0xFF, 0xFE]) + FakeBroker.entry("u", "u", [0xFF, 0xFE])
        + FakeBroker.entry("I", "I", [0xFF, 0xFF, 0xFF, 0xFE]) + FakeBroker.entry("i", "i", [0xFF, 0xFF, 0xFF, 0xFE])
        + FakeBroker.entry("l", "l", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE])
        + FakeBroker.entry("f", "f", [0x3F, 0xC0, 0, 0]) + FakeBroker.entry("d", "d", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0])
        + FakeBroker.entry("D", "D", [2, 0, 0, 0, 150]) + FakeBroker.entry("S", "S", FakeBroker.longString("text ü"))
        + FakeBroker.entry("S2", "S", [0, 0, 0, 2, 0xFF, 0xFE]) + FakeBroker.entry("x", "x", [0, 0, 0, 2, 0, 255])
        + FakeBroker.entry("T", "T", [0, 0, 0, 0, 0x6B, 0, 0, 0]) + FakeBroker.entry("V", "V", [])
        + FakeBroker.entry("A", "A", FakeBroker.long(3) + [0x74, 0, 0x56])
        + FakeBroker.entry("F", "F", FakeBroker.long(4) + FakeBroker.entry("n", "t", [1]))

    private static let everyValue: [String: AMQPValue] = [
        "t": true, "b": -2, "B": 254, "s": -2, "u": 65534, "I": -2, "i": 4_294_967_294, "l": -2, "f": 1.5, "d": 1.5, "D": 1.5,
        "S": "text ü", "S2": .bytes([0xFF, 0xFE]), "x": .bytes([0, 255]), "T": .timestamp(0x6B00_0000), "V": nil, "A": [false, nil],
        "F": ["n": true],
    ]

    @Test func everyTypeOfAMQPIsRead() async throws {
        let broker = try FakeBroker { _ in FakeBroker.delivery(headers: Self.every, body: [1, 2, 3]) }
        defer { broker.end() }
        let connection = try await connect(broker)
        let delivery = try #require(await connection.consume("q", prefetch: 1).next())
        #expect(delivery.properties.headers == Self.everyValue)
        #expect(delivery.body == [1, 2, 3])
        #expect(delivery.exchange == "e")
        #expect(delivery.routingKey == "r")
        await connection.close(within: .zero)
    }

    @Test(.needsBroker) func whatIsWrittenIsReadBack() async throws {
        let connection = try await Broker.shared().connect()
        let queue = uniqueName("types")
        try await connection.declareQueue(queue, exclusive: true)
        let headers: [String: AMQPValue] = [
            "null": nil, "true": true, "false": false, "zero": 0, "int": -7, "int32": .int(Int64(Int32.min)), "int64": .int(Int64.min),
            "big": .int(Int64.max), "double": 1.25, "string": "ü\u{0}x", "empty": "", "bytes": .bytes([0, 255, 7]),
            "time": .timestamp(1_795_364_916), "list": [1, "two", [3.5, nil], ["a": []]], "table": ["b": ["c": [:]]], "": "no name",
            "deep": nested(60),
        ]
        try await connection.publish(OutgoingMessage(routingKey: queue, properties: MessageProperties(headers: headers), body: []))
        let delivery = try #require(try await connection.get(queue))
        #expect(delivery.properties.headers == headers)
        connection.ack(delivery)
        await connection.close()
    }

    @Test(arguments: [
        // A table longer than what follows; a type that is none; a text beyond the end; a wrong end of frame.
        FakeBroker.delivery(headers: [5, 1, 2], body: []),
        FakeBroker.delivery(headers: FakeBroker.entry("a", "?", [1]), body: []),
        FakeBroker.delivery(headers: FakeBroker.entry("a", "S", [0x7F, 255, 255, 255, 1]), body: []),
        Array(FakeBroker.delivery(headers: [], body: [1]).dropLast()) + [0],
        // More of a body than announced, a body without a beginning, a frame beyond the agreed size.
        FakeBroker.delivery(headers: [], body: [1, 2, 3], size: 2),
        FakeBroker.frame(3, 1, [1]) + FakeBroker.frame(2, 1, [0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]),
        [3, 0, 1] + FakeBroker.long(100_000_000) + [1],
    ])
    func brokenFramesEndTheConnectionAndNothingElse(bytes: [UInt8]) async throws {
        // After the reconnection all is well.
        let broker = try FakeBroker { $0 == 0 ? bytes : FakeBroker.delivery(headers: Self.every, body: [9]) }
        defer { broker.end() }
        let connection = try await connect(broker)
        let consumer = try await connection.consume("q", prefetch: 1)
        let delivery = try #require(await consumer.next())
        #expect(delivery.body == [9])
        await connection.close(within: .zero)
    }

    @Test(arguments: [90, 300, 25_000]) func arraysInArraysAreReadToALimit(depth: Int) async throws {
        var inner: [UInt8] = []
        for level in (0..<depth).reversed() { inner += [0x41] + FakeBroker.long(level * 5) }
        let headers = [1, 0x61] + inner
        let broker = try FakeBroker { _ in FakeBroker.delivery(headers: headers, body: [7]) }
        defer { broker.end() }
        let connection = try await connect(broker)
        let delivery = try #require(await connection.consume("q", prefetch: 1).next())
        #expect(delivery.body == [7])
        var levels = 0
        var value = delivery.properties.headers["a"]
        while let array = value?.array {
            levels += 1
            value = array.first
        }
        #expect(levels == min(depth, 100))
        await connection.close(within: .zero)
    }

    @Test func changedBytesNeverCrash() async throws {
        let whole = FakeBroker.delivery(headers: Self.every, body: [1, 2, 3, 4]) + FakeBroker.method(1, 60, 80, [0, 0, 0, 0, 0, 0, 0, 1, 1])
            + FakeBroker.method(1, 20, 40, [1, 0x94] + [3, 0x61, 0x62, 0x63] + [0, 60, 0, 20])
        let broker = try FakeBroker { seed in
            var generator = SplitMix(seed: UInt64(seed))
            var bytes = whole
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            return bytes
        }
        defer { broker.end() }
        for _ in 0..<400 {
            let connection = try await connect(broker)
            var events = connection.events().makeAsyncIterator()
            if let consumer = try? await connection.consume("q", prefetch: 1, within: .seconds(2)) {
                while let event = await events.next() { if case .disconnected = event { break } }
                _ = consumer
            }
            await connection.close(within: .zero)
        }
    }

    private func connect(_ broker: FakeBroker) async throws -> AMQPConnection {
        try await AMQPConnection.connect(
            try BrokerAddress(url: "amqp://guest:guest@127.0.0.1:\(broker.port)/?connection_timeout=5000"), name: "test", heartbeat: 0, log: quietLog)
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var seed: UInt64

    mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var z = seed
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
