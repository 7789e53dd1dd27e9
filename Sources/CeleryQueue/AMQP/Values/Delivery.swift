/// A message as it came from a queue.
public struct Delivery: Sendable {
    public let exchange: String
    public let routingKey: String
    /// It was handed out before: to a consumer that died, or that handed it back.
    public let redelivered: Bool
    public let properties: MessageProperties
    /// Empty where `tooLarge` says so.
    public let body: [UInt8]
    /// The size in bytes of a body beyond the connection's limit, which was thrown away as it came in.
    public let tooLarge: UInt64?

    /// What the broker numbers deliveries by, on the channel they came by.
    let tag: UInt64
    let ledger: Ledger
}
