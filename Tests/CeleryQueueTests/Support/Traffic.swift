import CeleryQueue
import Synchronization
import Testing

/// Numbered messages sent and taken at the same time, each tried again until it is confirmed and until it is acknowledged.
enum Traffic {
    static func run(messages count: Int, queue: String, sender: AMQPConnection, receiver: AMQPConnection) async throws {
        let consumer = try await receiver.consume(queue, prefetch: 50)
        let seen = Seen()
        try await withThrowingTaskGroup { group in
            group.addTask {
                for start in stride(from: 0, to: count, by: 20) {
                    var numbers = Array(start..<min(count, start + 20))
                    while !numbers.isEmpty {
                        do {
                            try await sender.publish(numbers.map { message($0, queue) })
                            numbers = []
                        } catch let error as AMQPError where error.isTransient {
                            numbers = error.failed.map { numbers[$0] }
                        }
                    }
                }
            }
            group.addTask {
                while seen.numbers.withLock({ $0.count }) < count {
                    guard let delivery = await consumer.next() else { return }
                    let number = Int(String(decoding: delivery.body, as: UTF8.self)) ?? -1
                    if receiver.ack(delivery) { seen.numbers.withLock { _ = $0.insert(number) } }
                }
            }
            try await group.waitForAll()
        }
        #expect(seen.numbers.withLock { $0 } == Set(0..<count))
        try await consumer.cancel()
    }

    private final class Seen: Sendable {
        let numbers = Mutex(Set<Int>())
    }

    private static func message(_ number: Int, _ queue: String) -> OutgoingMessage {
        OutgoingMessage(routingKey: queue, properties: MessageProperties(deliveryMode: 2), body: Array("\(number)".utf8), mandatory: true)
    }
}
