import CeleryQueue
import Testing

@Suite struct PythonReprTests {
    /// As Celery's recorded messages show them.
    @Test func recorded() {
        #expect(PythonRepr.safe(["name": .string("nico")]) == "{'name': 'nico'}")
        #expect(PythonRepr.safe(.array([1])) == "[1]")
        #expect(PythonRepr.safe(.string("pong nico")) == "'pong nico'")
        #expect(PythonRepr.safe(.object(JSONObject())) == "{}")
        #expect(TaskFailure(type: "ValueError", message: "no such job", module: "builtins").repr == "ValueError('no such job')")
    }

    /// As Python 3.11 with Celery 5.4 shows the same values.
    @Test(arguments: [
        (.null, "None"), (true, "True"), (false, "False"), (["a": [1, 2.5, nil]], "{'a': [1, 2.5, None]}"), ("it's", "'it\\'s'"),
        ([[[[1]]]], "[[[[...]]]]"), (.number("1e16"), "1e+16"), (.number("1e22"), "1e+22"), (.number("9.1e15"), "9100000000000000.0"),
        (.number("0.0001"), "0.0001"), (.number("0.00001"), "1e-05"), (.number("1E400"), "inf"),
        (.number("123456789012345678901234567890"), "123456789012345678901234567890"),
    ] as [(JSONValue, String)])
    func values(_ value: JSONValue, _ shown: String) {
        #expect(PythonRepr.safe(value) == shown)
    }

    @Test(arguments: [
        ("a", "'a'"), ("it's", "\"it's\""), ("\"it's\"", "'\"it\\'s\"'"), ("a\\b\n\t\u{1}", "'a\\\\b\\n\\t\\x01'"), ("é", "'é'"),
    ])
    func quoted(_ text: String, _ shown: String) {
        #expect(PythonRepr.quoted(text) == shown)
    }

    @Test func longValuesAreCut() {
        let shown = PythonRepr.safe(["text": .string(String(repeating: "x", count: 100_000))])
        #expect(shown.count < 1100)
        #expect(shown.hasSuffix("...'}"))
        let list = PythonRepr.safe(.array(Array(repeating: .string("abcdef"), count: 100_000)))
        #expect(list.count < 1100)
        #expect(list.hasSuffix("...]"))
    }
}
