import CeleryQueue
import Foundation
import Testing

@Suite struct ControlMessageTests {
    static let ping = MessageProperties(
        contentType: "application/json", contentEncoding: "utf-8", headers: ["clock": 1, "expires": 1795364926.3977892], deliveryMode: 2,
        priority: 0)
    static let ticket = "63173221-978b-4531-b4c7-cded902282aa"
    static let key = "94f340d4-58d2-399d-b308-bdec40b349cc"
    static let body =
        #"{"method": "ping", "arguments": {}, "destination": null, "pattern": null, "matcher": null, "#
        + #""ticket": "\#(ticket)", "reply_to": {"exchange": "reply.celery.pidbox", "routing_key": "\#(key)"}}"#

    @Test func requestAsRecorded() throws {
        let request = try ControlRequest(properties: Self.ping, body: Array(Self.body.utf8))
        #expect(request.method == "ping" && request.clock == 1 && request.destination == nil && request.concerns("w1@host"))
        #expect(request.expires?.timeIntervalSince1970 == 1795364926.3977892)
        let reply = try #require(request.reply(["ok": "pong"], from: "w1@host", clock: 3))
        #expect(reply.exchange == "reply.celery.pidbox" && reply.routingKey == Self.key)
        #expect(reply.properties.headers == ["ticket": .string(Self.ticket), "clock": 3])
        #expect(String(decoding: reply.body, as: UTF8.self) == #"{"w1@host": {"ok": "pong"}}"#)
        // What our program sends is the same.
        let sent = ControlRequest(
            method: "ping", ticket: Self.ticket, replyTo: ("reply.celery.pidbox", Self.key), clock: 1,
            expires: Date(timeIntervalSince1970: 1795364926.3977892)
        ).message()
        #expect(sent.exchange == "celery.pidbox" && sent.properties.contentType == "application/json")
        #expect(sent.properties.headers["clock"] == 1)
        #expect(String(decoding: sent.body, as: UTF8.self) == Self.body)
    }

    @Test(arguments: [
        (#"{"method": "x", "destination": ["a@h", "b@h"]}"#, true), (#"{"method": "x", "destination": ["b@h"]}"#, false),
        (#"{"method": "x", "destination": []}"#, true), (#"{"method": "x", "pattern": "a*", "matcher": "glob"}"#, true),
        (#"{"method": "x", "pattern": "b*", "matcher": "glob"}"#, false), (#"{"method": "x", "pattern": "[ab]@", "matcher": "pcre"}"#, true),
        (#"{"method": "x", "pattern": "(", "matcher": "pcre"}"#, false),
    ])
    func whoIsMeant(_ body: String, _ isMeant: Bool) throws {
        #expect(try ControlRequest(properties: Self.ping, body: Array(body.utf8)).concerns("a@h") == isMeant)
    }

    @Test(arguments: ["", "[]", "{}", #"{"method": 1}"#, #"{"method": null, "arguments": {}}"#])
    func whatIsNoRequest(_ body: String) {
        #expect(throws: TaskFailure.self) { try ControlRequest(properties: Self.ping, body: Array(body.utf8)) }
    }

    @Test func pickleIsNoRequest() {
        var properties = Self.ping
        properties.contentType = "application/x-python-serialize"
        #expect(throws: TaskFailure.self) { try ControlRequest(properties: properties, body: Array(Self.body.utf8)) }
    }

    /// The members that Celery's own answer has, as recorded; Flower and `celery inspect stats` read them.
    @Test func statisticsHaveTheRecordedFields() throws {
        let statistics = WorkerStatistics(
            total: ["astro_tasks.tasks.ping": 1], clock: 33, seconds: 15, widths: ["astro": 2, "cutout": 1], prefetch: 8,
            broker: try BrokerAddress(url: "amqp://guest:secret@127.0.0.1:5672//"), heartbeat: 120)
        let value = statistics.value(worker: EventTests.worker)
        #expect(
            Set(value.object?.members.map(\.name) ?? [])
                == ["total", "pid", "clock", "uptime", "pool", "broker", "prefetch_count", "rusage"])
        #expect(value.object?["pool"]?.object?["max-concurrency"] == 3 && value.object?["clock"] == "33")
        #expect(!value.json.contains("secret"))
    }

    @Test func queueAsRecorded() {
        #expect(queueDescription("astro").json.hasPrefix(#"{"name": "astro", "exchange": {"name": "astro", "type": "direct","#))
        #expect(queueDescription("astro").object?.members.count == 18)
    }
}
