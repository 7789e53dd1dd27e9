package import Foundation

/// A task as a message of Celery's protocol, version 2, carries it.
package struct TaskMessage: Sendable {
    package var id: String
    package var name: String
    package var retries: Int
    package var eta: Date?
    package var expires: Date?
    /// The queue for the result.
    package var replyTo: String?
    package var correlationID: String
    package var ignoresResult: Bool
    package var rootID: String?
    package var parentID: String?
    package var argumentsRepr: String
    package var keywordsRepr: String
    package var arguments: [JSONValue]
    package var keywords: JSONObject
    package var priority: Int
    /// By whom a task of ours wants to be told from others.
    package var key: String?
    /// How often a worker is known to have died with it.
    package var deliveries: Int

    /// Header fields of our own.
    package enum Header {
        package static let key = "x-astrobase-key"
        package static let deliveries = "x-astrobase-deliveries"
        package static let error = "x-astrobase-error"
        package static let failedAt = "x-astrobase-failed-at"
        package static let attempts = "x-astrobase-attempts"
        package static let bodyBytes = "x-astrobase-body-bytes"
    }
}

/// What can be told of a message that is no sound task: enough to answer the one who sent it.
package struct Sender: Sendable, Hashable {
    package var id: String?
    package var name: String?
    package var replyTo: String?
    package var correlationID: String?
    package var ignoresResult: Bool

    package init(_ properties: MessageProperties) {
        let headers = properties.headers
        id = headers["id"]?.string.flatMap { TaskMessage.isPlain($0) ? $0 : nil }
        name = headers["task"]?.string.flatMap { $0.utf8.count <= 255 ? $0 : nil }
        replyTo = properties.replyTo
        correlationID = properties.correlationID
        ignoresResult = headers["ignore_result"]?.bool ?? false
    }

    init(_ message: TaskMessage) {
        id = message.id
        name = message.name
        replyTo = message.replyTo
        correlationID = message.correlationID
        ignoresResult = message.ignoresResult
    }
}

extension TaskMessage {
    /// Whether a text may be an id: a name, never a path.
    package static func isPlain(_ id: String) -> Bool {
        guard (1...255).contains(id.utf8.count), id != "." else { return false }
        var previous: UInt8 = 0
        // Looked at for each message: by bytes, because searching for ".." as text costs more than all the rest.
        return id.utf8.allSatisfy { byte in
            defer { previous = byte }
            if byte == UInt8(ascii: "."), previous == byte { return false }
            return switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "@"): true
            default: false
            }
        }
    }
}
