public import Foundation

/// A task that somebody wants done: what a queue is given.
public struct TaskRequest: Sendable, Hashable, Codable, Identifiable {
    /// Unique among all tasks; a queue takes each once, so that handing a request over again does no harm.
    public var id: String
    /// The queue that takes it, such as `registration`.
    public var queue: String
    /// What is to be done, such as `astro_tasks.tasks.run_ingest`.
    public var name: String
    /// Arguments by name; what they mean is between the sender and the handler.
    public var arguments: [String: String]
    /// While a task with this key waits, another of the same key is not added. Brokers do not look at it.
    public var key: String?
    /// Not before this time; nil: at once.
    public var notBefore: Date?
    /// Not begun by this time, it is dropped; nil: it waits for as long as it takes.
    public var expires: Date?
    /// Of the due tasks of a queue, those of a higher priority come first. Brokers do not look at it.
    public var priority: Int

    public init(
        id: String = TaskRequest.newID(), queue: String, name: String, arguments: [String: String] = [:], key: String? = nil,
        notBefore: Date? = nil, expires: Date? = nil, priority: Int = 0
    ) {
        self.id = id
        self.queue = queue
        self.name = name
        self.arguments = arguments
        self.key = key
        self.notBefore = notBefore
        self.expires = expires
        self.priority = priority
    }

    /// Requests written by earlier versions have no id, expiry or priority.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decodeIfPresent(String.self, forKey: .id) ?? Self.newID()
        queue = try values.decode(String.self, forKey: .queue)
        name = try values.decode(String.self, forKey: .name)
        arguments = try values.decode([String: String].self, forKey: .arguments)
        key = try values.decodeIfPresent(String.self, forKey: .key)
        notBefore = try values.decodeIfPresent(Date.self, forKey: .notBefore)
        expires = try values.decodeIfPresent(Date.self, forKey: .expires)
        priority = try values.decodeIfPresent(Int.self, forKey: .priority) ?? 0
    }

    /// The same task once more, under an id of its own.
    public func again() -> TaskRequest {
        var copy = self
        copy.id = Self.newID()
        return copy
    }

    /// A UUID in lower case, version 7 (RFC 9562): it begins with the time, so that an index of ids grows at its end.
    public static func newID() -> String {
        let milliseconds = UInt64(max(0, Date().timeIntervalSince1970 * 1000))
        // Two numbers rather than sixteen: each is a call of the kernel.
        let chance = [UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)]
        var bytes = (0..<16).map { UInt8(truncatingIfNeeded: chance[$0 / 8] >> (8 * UInt64($0 % 8))) }
        for place in 0..<6 { bytes[place] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(place))) }
        bytes[6] = bytes[6] & 0x0f | 0x70
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
