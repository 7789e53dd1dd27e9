/// A message to publish.
public struct OutgoingMessage: Sendable, Hashable {
    /// "" is the default exchange, where the routing key is the name of a queue.
    public var exchange: String
    public var routingKey: String
    public var properties: MessageProperties
    public var body: [UInt8]
    /// Whether it is an error when no queue takes the message.
    public var mandatory: Bool

    public init(
        exchange: String = "", routingKey: String, properties: MessageProperties = MessageProperties(), body: [UInt8],
        mandatory: Bool = false
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
        self.mandatory = mandatory
    }
}
