import CeleryQueue
import Testing

@Suite struct BadMessageTests {
    private func reason(
        body: [UInt8] = Recorded.body, tooLarge: UInt64? = nil, _ change: (inout MessageProperties) -> Void = { _ in }
    ) -> String {
        var properties = Recorded.task()
        change(&properties)
        do {
            _ = try TaskMessage(properties: properties, body: body, tooLarge: tooLarge)
            return "taken"
        } catch { return "\(error.type): \(error.message)" }
    }

    @Test func content() {
        #expect(reason() == "taken")
        #expect(reason { $0.contentType = "application/x-python-serialize" }.hasPrefix("ContentDisallowed: pickle (application/x-python"))
        #expect(reason { $0.contentType = "application/x-yaml" }.contains("'application/x-yaml' is refused"))
        #expect(reason { $0.contentType = nil }.contains("no content type"))
        #expect(reason { $0.contentEncoding = "binary" }.contains("'binary' is refused"))
        #expect(reason { $0.headers["compression"] = "application/x-gzip" }.contains("compressed body (application/x-gzip)"))
        #expect(reason(body: [], tooLarge: 1 << 30).contains("1073741824 bytes is larger"))
    }

    @Test func headers() {
        #expect(reason { $0.headers["task"] = nil }.contains("no header \"task\""))
        #expect(reason { $0.headers["task"] = 5 }.contains("no name of a task"))
        #expect(reason { $0.headers["id"] = nil }.contains("no header \"id\""))
        #expect(reason { $0.headers["id"] = "../../../tmp/x" }.contains("no plain name: '../../../tmp/x'"))
        #expect(reason { $0.headers["id"] = "a/b" }.contains("no plain name"))
        for id in [".", "..", "a..b", "..a", "a.."] { #expect(reason { $0.headers["id"] = .string(id) }.contains("no plain name")) }
        #expect(reason { $0.headers["id"] = .string(String(repeating: "a", count: 256)) }.contains("no plain name"))
        #expect(reason { $0.headers["eta"] = "soon" }.contains("\"eta\" is no time"))
        #expect(reason { $0.headers["expires"] = 5 }.contains("\"expires\" is no time"))
        #expect(reason { $0.headers["retries"] = -1 }.contains("negative"))
    }

    @Test func bodies() {
        #expect(reason(body: Array("hello".utf8)).hasPrefix("DecodeError: the body is not JSON"))
        #expect(reason(body: []).hasPrefix("DecodeError"))
        #expect(reason(body: Array("{}".utf8)).contains("no list of arguments"))
        #expect(reason(body: Array("[{}, {}, {}]".utf8)).contains("positional arguments are no list"))
        #expect(reason(body: Array("[[], [], {}]".utf8)).contains("keyword arguments are no object"))
        #expect(reason(body: Array("[[], {}, 1]".utf8)).contains("options in the body"))
        #expect(reason(body: Array(#"[[], {}, {"chain": [{"task": "x"}]}]"#.utf8)).contains("has chain"))
    }
}
