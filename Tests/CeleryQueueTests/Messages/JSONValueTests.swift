import CeleryQueue
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        #"[[], {"name": "nico"}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]"#,
        #"{"a": [1, -2.5e+3, true, false, null], "b": {"c": "é\n\"\\ \u0001"}}"#, #""text""#, "0", "[]", "{}",
        "123456789012345678901234567890",
    ])
    func whatIsReadIsWrittenTheSame(_ text: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)).json == text)
    }

    @Test func escapes() throws {
        let value = try JSONValue(parsing: Array(#"["\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\"]"#.utf8))
        #expect(value == ["é😀/\u{8}\u{C}\n\r\t\"\\"])
    }

    @Test func theLastOfEqualNamesCounts() throws {
        #expect(try JSONValue(parsing: Array(#"{"a": 1, "a": 2}"#.utf8)).object?["a"] == 2)
    }

    @Test(arguments: [
        "", " ", "nul", "nulls", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", "-", ".5", "1e", "\"a", "\"\\x\"", "\"\\u12\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "[1] 2", "\"\u{1}\"", "NaN", "Infinity", "[", "{\"a\":",
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x80, 0x04, 0x95]) }
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Array(deep.utf8)) }
        #expect(error?.message == "nested more than 64 deep")
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try JSONValue(parsing: Array(allowed.utf8)).json == allowed)
    }

    /// Bodies that are nearly right: never a crash, and what is taken is written and read the same.
    @Test func changedBodies() throws {
        let sound = Array(#"[["a\u00e9", -1.5e3], {"id": "69", "deep": [[{"x": null}]]}, {"chain": null}]"#.utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var body = sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<body.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: body[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: body.remove(at: place)
                default: body.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                }
            }
            guard let value = try? JSONValue(parsing: body) else { continue }
            #expect(try JSONValue(parsing: value.bytes) == value)
        }
    }
}
