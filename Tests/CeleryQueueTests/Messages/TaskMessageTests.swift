import CeleryQueue
import Foundation
import TaskQueue
import Testing

@Suite struct TaskMessageTests {
    static let ping = TaskKind(name: "astro_tasks.tasks.ping", queue: "astro", parameters: ["name"], required: ["name"])
    static let job = TaskKind(name: "astro_tasks.tasks.handle_job", queue: "astro", parameters: ["id"], required: ["id"])

    @Test func recorded() throws {
        let task = try TaskMessage(properties: Recorded.task(), body: Recorded.body)
        #expect(task.id == Recorded.id && task.name == "astro_tasks.tasks.ping" && task.retries == 0)
        #expect(task.replyTo == "220e5656-e556-322f-8181-a533ff110c78" && task.correlationID == Recorded.id && !task.ignoresResult)
        #expect(task.argumentsRepr == "()" && task.keywordsRepr == "{'name': 'nico'}" && task.rootID == Recorded.id)
        #expect(task.eta == nil && task.expires == nil && task.deliveries == 0)
        #expect(try task.arguments(for: Self.ping) == ["name": "nico"])
    }

    @Test func recordedWithETA() throws {
        let task = try TaskMessage(properties: Recorded.task(eta: "2026-11-22T16:28:44.794396+00:00"), body: Recorded.body)
        #expect(abs((task.eta?.timeIntervalSince1970 ?? 0) - 1_795_364_924.794396) < 1e-6)
    }

    /// What our program sends is what Celery's would.
    @Test func sentAsRecorded() throws {
        let request = TaskRequest(id: Recorded.id, queue: "astro", name: "astro_tasks.tasks.ping", arguments: ["name": "nico"])
        let message = request.message(origin: "gen5081@vm", replyTo: "220e5656-e556-322f-8181-a533ff110c78")
        #expect(message.exchange == "" && message.routingKey == "astro")
        #expect(message.properties == Recorded.task())
        #expect(message.body == Recorded.body)
    }

    @Test func sentWithTimes() throws {
        let when = Date(timeIntervalSince1970: 1_795_364_924.794396)
        let request = TaskRequest(queue: "astro", name: "n", key: "k", notBefore: when, expires: when.addingTimeInterval(60))
        let message = request.message(origin: "1@host", replyTo: nil)
        #expect(message.properties.headers["eta"] == "2026-11-22T16:28:44.794396+00:00")
        #expect(message.properties.headers["expires"] == "2026-11-22T16:29:44.794396+00:00")
        #expect(message.properties.headers["ignore_result"] == true && message.properties.replyTo == nil)
        let read = try TaskMessage(properties: message.properties, body: message.body)
        #expect(read.key == "k" && read.ignoresResult && read.id == request.id)
    }

    @Test func positionalArgumentsGetTheirNames() throws {
        func arguments(_ body: String, _ kind: TaskKind = Self.job) throws -> [String: String] {
            try TaskMessage(properties: Recorded.task(), body: Array(body.utf8)).arguments(for: kind)
        }
        #expect(try arguments(#"[["69"], {}, {}]"#) == ["id": "69"])
        #expect(try arguments(#"[[69], {}, null]"#) == ["id": "69"])
        #expect(try arguments(#"[[], {"id": true}, {}]"#) == ["id": "true"])
        let two = TaskKind(name: "two", queue: "q", parameters: ["a", "b"], required: ["a"])
        #expect(try arguments(#"[["x"], {"b": [1, {"c": null}]}, {}]"#, two) == ["a": "x", "b": #"[1, {"c": null}]"#])
        #expect(try arguments(#"[["x", null], {}, {}]"#, two) == ["a": "x"])
    }

    @Test(arguments: [
        (#"[[1, 2], {}, {}]"#, "takes 1 arguments, and 2 were given"), (#"[[], {}, {}]"#, "is missing 'id'"),
        (#"[[], {"id": null}, {}]"#, "is missing 'id'"), (#"[[1], {"id": 2}, {}]"#, "was given the argument 'id' twice"),
        (#"[[1], {"x": 2}, {}]"#, "takes no argument 'x'"), (#"[[], {"id": "../../etc/passwd"}, {}]"#, "is no plain name"),
        (#"[[], {"id": "a/b"}, {}]"#, "is no plain name"), (#"[[], {"id": "a\u0000"}, {}]"#, "is no plain name"),
    ])
    func wrongArguments(_ body: String, _ reason: String) throws {
        let task = try TaskMessage(properties: Recorded.task(), body: Array(body.utf8))
        let failure = #expect(throws: TaskFailure.self) { try task.arguments(for: Self.job) }
        #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "")")
    }

    @Test func whoSentABadMessageIsKnownAsFarAsItCanBe() {
        var properties = Recorded.task()
        #expect(Sender(properties).id == Recorded.id)
        properties.headers["id"] = "../x"
        #expect(Sender(properties).id == nil && Sender(properties).replyTo != nil)
        #expect(Sender(MessageProperties()) == Sender(MessageProperties(headers: ["task": 1, "id": [:]])))
    }
}
