import CeleryQueue
import Foundation
import Testing

@Suite struct EventTests {
    static let worker = WorkerIdentity(name: "w1@host", version: "1.0")

    private func names(_ value: JSONValue) -> Set<String> { Set(value.object?.members.map(\.name) ?? []) }

    @Test func workerEventsHaveTheRecordedFields() {
        let event = Event.worker("online", Self.worker, active: 0, processed: 3, every: 2, load: [2.914, 2.69, 1.88])
        let value = event.value(from: Self.worker, clock: 7)
        #expect(
            names(value) == [
                "hostname", "utcoffset", "pid", "clock", "freq", "active", "processed", "loadavg", "sw_ident", "sw_ver", "sw_sys", "timestamp",
                "type",
            ])
        #expect(value.object?["type"] == "worker-online" && value.object?["clock"] == 7 && value.object?["hostname"] == "w1@host")
        #expect(value.object?["loadavg"] == [2.91, 2.69, 1.88] && value.object?["freq"]?.double == 2)
        let message = Event.message([value], routingKey: "worker.online", from: Self.worker)
        #expect(message.exchange == "celeryev" && message.properties.headers == ["hostname": "w1@host"])
        #expect(message.properties.deliveryMode == 1 && message.properties.contentType == "application/json")
        #expect(message.body.first == UInt8(ascii: "{"))
    }

    @Test func taskEventsHaveTheRecordedFields() throws {
        let task = try TaskMessage(properties: Recorded.task(), body: Recorded.body)
        let common: Set = ["hostname", "utcoffset", "pid", "clock", "uuid", "timestamp", "type"]
        let received = Event.received(task).value(from: Self.worker, clock: 8)
        #expect(
            names(received)
                == common.union(["name", "args", "kwargs", "root_id", "parent_id", "retries", "eta", "expires"]))
        #expect(received.object?["kwargs"] == "{'name': 'nico'}" && received.object?["args"] == "()")
        #expect(names(Event.started("x").value(from: Self.worker, clock: 9)) == common)
        let succeeded = Event.succeeded("x", result: "pong nico", seconds: 0.0037).value(from: Self.worker, clock: 10)
        #expect(names(succeeded) == common.union(["result", "runtime"]) && succeeded.object?["result"] == "'pong nico'")
        let failed = Event.failed("x", TaskFailure(type: "ValueError", message: "no such job", module: "builtins"))
        #expect(failed.fields["exception"] == "ValueError('no such job')")
        let message = Event.message([received, succeeded], routingKey: "task.multi", from: Self.worker)
        #expect(message.body.first == UInt8(ascii: "["))
    }

    @Test func clock() {
        let clock = LamportClock()
        #expect(clock.forward() == 1)
        clock.adjust(to: 10)
        #expect(clock.value == 11 && clock.forward() == 12)
        clock.adjust(to: 3)
        #expect(clock.value == 13)
        clock.adjust(to: .max)
        #expect(clock.value == 13)
    }
}
