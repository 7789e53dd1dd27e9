import CeleryQueue
import Testing

@Suite struct ResultMessageTests {
    @Test func successAsRecorded() {
        let message = ResultMessage.success(Recorded.id, "pong nico").message(to: "reply", correlationID: Recorded.id)
        #expect(message.exchange == "" && message.routingKey == "reply")
        #expect(
            message.properties
                == MessageProperties(
                    contentType: "application/json", contentEncoding: "utf-8", headers: [:], deliveryMode: 1, priority: 0,
                    correlationID: Recorded.id))
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"task_id": "\#(Recorded.id)", "status": "SUCCESS", "result": "pong nico", "traceback": null, "children": []}"#)
    }

    @Test func failureAsRecorded() {
        let failure = TaskFailure(type: "ValueError", message: "no such job", module: "builtins")
        let body = String(decoding: ResultMessage.failed(Recorded.id, failure).message(to: "r", correlationID: "c").body, as: UTF8.self)
        #expect(
            body.contains(
                #""status": "FAILURE", "result": {"exc_type": "ValueError", "exc_message": ["no such job"], "exc_module": "builtins"}"#))
    }

    @Test func namesOfOurErrors() {
        struct NoDisk: Error, CustomStringConvertible { var description: String { "the disk is full" } }
        let failure = TaskFailure(NoDisk())
        #expect(failure.type == "NoDisk" && failure.message == "the disk is full" && failure.module == "astrobase")
    }
}
