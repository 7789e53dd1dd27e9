package import Foundation

/// A request of remote control, as `celery inspect`, `celery control` and Flower send them to the exchange `celery.pidbox`.
package struct ControlRequest: Sendable {
    package var method: String
    package var arguments: JSONObject
    /// Names of workers; nil: all.
    package var destination: [String]?
    package var pattern: String?
    package var matcher: String?
    package var ticket: String?
    package var replyTo: (exchange: String, routingKey: String)?
    package var clock: Int
    package var expires: Date?

    package static let exchange = "celery.pidbox"
    package static let replyExchange = "reply.celery.pidbox"

    package init(
        method: String, arguments: JSONObject = JSONObject(), destination: [String]? = nil, ticket: String? = nil,
        replyTo: (exchange: String, routingKey: String)? = nil, clock: Int, expires: Date? = nil
    ) {
        self.method = method
        self.arguments = arguments
        self.destination = destination
        self.ticket = ticket
        self.replyTo = replyTo
        self.clock = clock
        self.expires = expires
    }

    /// - Throws: `TaskFailure` that says what is wrong with it.
    package init(properties: MessageProperties, body: [UInt8], tooLarge: UInt64? = nil) throws(TaskFailure) {
        guard tooLarge == nil else { throw .refusedContent("a request of \(tooLarge ?? 0) bytes") }
        guard properties.contentType == "application/json" else {
            throw .refusedContent("a request that is no JSON but \(properties.contentType ?? "of no type")")
        }
        let value: JSONValue
        do { value = try JSONValue(parsing: body) } catch { throw .undecodable("a request that is \(error)") }
        guard let object = value.object, let method = object["method"]?.string else { throw .invalid("a request that names no method") }
        self.method = method
        arguments = object["arguments"]?.object ?? JSONObject()
        destination = object["destination"]?.array.map { $0.compactMap(\.string) }
        pattern = object["pattern"]?.string
        matcher = object["matcher"]?.string
        ticket = object["ticket"]?.string
        if let reply = object["reply_to"]?.object, let exchange = reply["exchange"]?.string, let key = reply["routing_key"]?.string {
            replyTo = (exchange, key)
        }
        clock = Int(clamping: properties.headers["clock"]?.int ?? 0)
        // 0 is Celery's word for never.
        expires = properties.headers["expires"]?.double.flatMap { $0 > 0 ? Date(timeIntervalSince1970: $0) : nil }
    }

    /// Whether a worker is meant.
    package func concerns(_ worker: String) -> Bool {
        if let destination, !destination.isEmpty { return destination.contains(worker) }
        guard let pattern, let matcher else { return true }
        switch matcher {
        case "glob": return fnmatch(pattern, worker, 0) == 0
        case "pcre":
            guard pattern.utf8.count <= 256, let expression = try? Regex(pattern) else { return false }
            return (try? expression.prefixMatch(in: worker)) != nil
        default: return false
        }
    }

    package func message() -> OutgoingMessage {
        var body = JSONObject()
        body.append("method", .string(method))
        body.append("arguments", .object(arguments))
        body.append("destination", destination.map { .array($0.map(JSONValue.string)) } ?? .null)
        body.append("pattern", .text(pattern))
        body.append("matcher", .text(matcher))
        if let ticket, let replyTo {
            body.append("ticket", .string(ticket))
            body.append("reply_to", ["exchange": .string(replyTo.exchange), "routing_key": .string(replyTo.routingKey)])
        }
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8",
            headers: ["clock": .int(Int64(clock)), "expires": expires.map { .double($0.timeIntervalSince1970) } ?? 0], deliveryMode: 2,
            priority: 0)
        return OutgoingMessage(exchange: Self.exchange, routingKey: "", properties: properties, body: JSONValue.object(body).bytes)
    }

    /// The answer of a worker; nil when none is wanted.
    package func reply(_ answer: JSONValue, from worker: String, clock: Int) -> OutgoingMessage? {
        guard let replyTo else { return nil }
        let properties = MessageProperties(
            contentType: "application/json", contentEncoding: "utf-8",
            headers: ["ticket": ticket.map(AMQPValue.string) ?? nil, "clock": .int(Int64(clock))], deliveryMode: 1, priority: 0)
        let body = JSONValue.object(JSONObject([JSONObject.Member(name: worker, value: answer)]))
        return OutgoingMessage(exchange: replyTo.exchange, routingKey: replyTo.routingKey, properties: properties, body: body.bytes)
    }
}
