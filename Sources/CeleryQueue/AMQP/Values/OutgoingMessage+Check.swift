/// What rabbitmq-c would find too late, after half of the message is out, or the broker would close a channel for.
extension OutgoingMessage {
    func check(maximumBody: Int) throws {
        guard body.count <= maximumBody else {
            throw AMQPError(.tooLarge, "a message of \(body.count) bytes for \(place) is beyond the limit of \(maximumBody)")
        }
        let texts = [
            ("exchange", exchange), ("routing key", routingKey), ("content type", properties.contentType),
            ("content encoding", properties.contentEncoding), ("correlation id", properties.correlationID),
            ("reply-to", properties.replyTo), ("expiration", properties.expiration), ("message id", properties.messageID),
            ("type", properties.type), ("user id", properties.userID), ("app id", properties.appID),
        ]
        for case (let name, let text?) in texts where text.utf8.count > 255 {
            throw AMQPError(.invalid, "the \(name) of a message for \(place) has \(text.utf8.count) bytes, and 255 is the most")
        }
        if let expiration = properties.expiration, UInt32(expiration) == nil {
            throw AMQPError(.invalid, "the expiration of a message for \(place) is not a number of milliseconds: \(expiration)")
        }
        let size = try Self.size(properties.headers, depth: 0, of: "the headers of a message for \(place)")
        guard size <= Self.maximumHeaders else {
            throw AMQPError(.tooLarge, "the headers of a message for \(place) take \(size) bytes, and \(Self.maximumHeaders) is the most")
        }
    }

    /// They must fit into one frame, beside the other properties.
    static let maximumHeaders = 120_000
    static let maximumDepth = 64

    var place: String { exchange.isEmpty ? "queue \(routingKey.prefix(100))" : "exchange \(exchange.prefix(100))" }

    static func size(_ table: [String: AMQPValue], depth: Int, of what: @autoclosure () -> String) throws -> Int {
        guard depth < maximumDepth else { throw AMQPError(.invalid, "\(what()) nest deeper than \(maximumDepth)") }
        var size = 4
        for (key, value) in table {
            guard key.utf8.count <= 255 else { throw AMQPError(.invalid, "\(what()) have a name of more than 255 bytes") }
            size += 1 + key.utf8.count + (try Self.size(value, depth: depth + 1, of: what()))
        }
        return size
    }

    private static func size(_ value: AMQPValue, depth: Int, of what: @autoclosure () -> String) throws -> Int {
        guard depth < maximumDepth else { throw AMQPError(.invalid, "\(what()) nest deeper than \(maximumDepth)") }
        switch value {
        case .null: return 1
        case .bool: return 2
        case .int, .timestamp: return 9
        case .double(let number):
            // RabbitMQ closes the connection over it.
            guard number.isFinite else { throw AMQPError(.invalid, "\(what()) have a number that is none: \(number)") }
            return 9
        case .string(let text): return 5 + text.utf8.count
        case .bytes(let bytes): return 5 + bytes.count
        case .table(let table): return 1 + (try size(table, depth: depth, of: what()))
        case .array(let array): return try array.reduce(5) { try $0 + size($1, depth: depth + 1, of: what()) }
        }
    }
}
