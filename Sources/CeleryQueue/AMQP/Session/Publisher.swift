/// Messages on their way to one exchange, on a channel of its own, because the broker closes the channel for what is wrong with one.
final class Publisher {
    struct Key: Hashable {
        let exchange: String
        let confirmed: Bool
    }

    private struct Pending {
        let batch: Batch
        let position: Int
        var fault: AMQPError?
    }

    let key: Key
    let channel: Channel
    /// Not yet confirmed, by their number from `firstNumber`; nil where confirmed out of turn.
    private var pending = Fifo<Pending>()
    private var holes: Set<UInt64> = []
    private var firstNumber: UInt64 = 1

    init(key: Key, channel: Channel) {
        self.key = key
        self.channel = channel
    }

    var isIdle: Bool { pending.isEmpty }
    var unconfirmed: Int { pending.count }

    /// The next message on the channel.
    func sent(_ batch: Batch, _ position: Int) {
        guard key.confirmed else { return }
        pending.append(Pending(batch: batch, position: position))
        batch.unconfirmed += 1
    }

    func confirm(_ number: UInt64, multiple: Bool, taken: Bool) {
        if multiple {
            while firstNumber <= number, !pending.isEmpty { settleFirst(taken: taken) }
        } else if number == firstNumber, !pending.isEmpty {
            settleFirst(taken: taken)
        } else if number > firstNumber, number < firstNumber + UInt64(pending.count), holes.insert(number).inserted {
            if let item = pending[Int(number - firstNumber)] { settle(item, taken: taken) }
        }
        while !pending.isEmpty, holes.remove(firstNumber) != nil {
            _ = pending.popFirst()
            firstNumber += 1
        }
    }

    private func settleFirst(taken: Bool) {
        guard let item = pending.popFirst() else { return }
        if holes.remove(firstNumber) == nil { settle(item, taken: taken) }
        firstNumber += 1
    }

    private func settle(_ item: Pending, taken: Bool) {
        let refused = AMQPError(.nacked, "the broker did not take a message for \(item.batch.messages[item.position].place)")
        item.batch.confirmed(item.position, fault: item.fault ?? (taken ? nil : refused))
    }

    /// A message that no queue takes comes back before it is confirmed. The broker does not say which one it is: the first such.
    func returned(code: Int, text: String, exchange: String, routingKey: String, properties: MessageProperties) {
        for index in 0..<pending.count where !holes.contains(firstNumber + UInt64(index)) {
            guard let item = pending[index], item.fault == nil else { continue }
            let message = item.batch.messages[item.position]
            guard message.mandatory, message.routingKey == routingKey, message.properties.correlationID == properties.correlationID,
                message.properties.messageID == properties.messageID
            else { continue }
            var faulty = item
            faulty.fault = AMQPError(
                .unroutable, "no queue takes a message for \(message.place) with routing key \(routingKey): \(text) (\(code))",
                brokerCode: code)
            pending[index] = faulty
            return
        }
    }

    /// The channel is gone.
    func fail(_ error: AMQPError) {
        let first = firstNumber
        for (index, item) in pending.removeAll().enumerated() where !holes.contains(first + UInt64(index)) {
            item.batch.confirmed(item.position, fault: item.fault ?? error)
            item.batch.stop(error)
        }
        holes = []
    }
}
