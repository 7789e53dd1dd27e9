/// Messages that come in, piece by piece.
extension Session {
    func begin(_ channel: Channel, size: UInt64, properties: MessageProperties) {
        guard var assembly = channel.assembly else { return }
        channel.assembly = nil
        assembly.properties = properties
        assembly.size = size
        assembly.missing = size
        if case .returned = assembly.beginning {
            assembly.isDrained = true
        } else {
            assembly.isDrained = size > UInt64(core.settings.maximumBody)
        }
        if !assembly.isDrained { assembly.body.reserveCapacity(Int(size)) }
        if size == 0 { complete(channel, assembly) } else { channel.assembly = assembly }
    }

    func take(_ bytes: UnsafeBufferPointer<UInt8>, on channel: Channel) throws {
        guard var assembly = channel.assembly, assembly.properties != nil else { return }
        channel.assembly = nil
        guard UInt64(bytes.count) <= assembly.missing else {
            throw Wire.Broken(error: AMQPError(.connectionLost, "broker \(core.address) sent more of a message than it announced"))
        }
        assembly.missing -= UInt64(bytes.count)
        if !assembly.isDrained { assembly.body.append(contentsOf: bytes) }
        if assembly.missing == 0 { complete(channel, assembly) } else { channel.assembly = assembly }
    }

    private func complete(_ channel: Channel, _ assembly: Channel.Assembly) {
        let properties = assembly.properties ?? MessageProperties()
        func delivery(_ tag: UInt64, _ redelivered: Bool, _ exchange: String, _ routingKey: String) -> Delivery {
            channel.unsettled.insert(tag)
            channel.ledger.enter(tag)
            return Delivery(
                exchange: exchange, routingKey: routingKey, redelivered: redelivered, properties: properties, body: assembly.body,
                tooLarge: assembly.isDrained ? assembly.size : nil, tag: tag, ledger: channel.ledger)
        }
        switch assembly.beginning {
        case .deliver(_, let tag, let redelivered, let exchange, let routingKey):
            guard case .consumer(let consumer) = channel.owner else { return }
            consumer.failures = 0
            consumer.state.hand(delivery(tag, redelivered, exchange, routingKey))
        case .getOK(let tag, let redelivered, let exchange, let routingKey):
            channel.got = delivery(tag, redelivered, exchange, routingKey)
            channel.reply = assembly.beginning
        case .returned(let code, let text, let exchange, let routingKey):
            guard case .publisher(let publisher) = channel.owner else { return }
            publisher.returned(code: code, text: text, exchange: exchange, routingKey: routingKey, properties: properties)
        default: break
        }
    }
}
