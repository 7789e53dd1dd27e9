import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct BadInputTests {
    @Test func everyWrongFieldIsNamedInOrder() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let answer = try await client.send(
                .post, "/observations2/",
                """
                {"name": "x", "taskID": "1111111111111111111111111111111111111111", "field_ra": "abc", \
                "date": "yesterday", "instrument": "Hubble", "iso": "3"}
                """)
            #expect(answer.status == .badRequest)
            #expect(
                answer.text == """
                    {"instrument":["\\"Hubble\\" is not a valid choice."],\
                    "taskID":["Ensure this field has no more than 30 characters."],\
                    "field_ra":["A valid number is required."],\
                    "date":["Datetime has wrong format. Use one of these formats instead: \
                    YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."],"iso":["\\"3\\" is not a valid choice."]}
                    """)
        }
    }

    /// Bodies that no record may come of, and the status each is answered with.
    @Test(arguments: [
        (#"{"name": "#, 400), ("", 201), ("[]", 400), ("3", 400), (#"{"name": {}}"#, 400), (#"{"name": null}"#, 400),
        (#"{"taskID": "../x"}"#, 400), (#"{"taskID": ".trash"}"#, 400), (#"{"taskID": "a/b"}"#, 400),
        (#"{"taskID": "raw"}"#, 400), (#"{"field_ra": "nan"}"#, 400), (#"{"field_ra": 1e999}"#, 400),
        (#"{"box": "1,2,3"}"#, 400), (#"{"box": "a,b,c,d,e,f,g,h"}"#, 400), (#"{"box": "1,95,2,95,2,96,1,96"}"#, 400),
        (#"{"parent": 99}"#, 400), (#"{"parent": "x"}"#, 400), (#"{"used_in_hips": "perhaps"}"#, 400),
        (#"{"focal_length": 99999999999}"#, 400), (#"{"date": "2026-02-30T00:00:00Z"}"#, 400),
        (#"{"date": 5}"#, 400), (#"{"new_status": ""}"#, 400), (#"{"name": "\u0000"}"#, 400),
        (String(repeating: "[", count: 5_000), 400), (#"{"extra": "\ud800"}"#, 201),
    ])
    func bodies(_ body: String, _ status: Int) async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let answer = try await client.send(.post, "/observations2/", body)
            #expect(answer.status.code == status, "\(answer.text)")
            #expect(try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) is [String: Any])
        }
    }

    @Test(arguments: [
        ("/observations2/?coordsearch=here", 400), ("/observations2/?coordsearch=1,99", 400),
        ("/observations2/?coordsearch=1", 400), ("/observations2/?coordsearch=nan,nan", 400),
        ("/observations2/?field_ra__gte=abc", 400), ("/observations2/?page=7", 404), ("/observations2/?page=0", 404),
        ("/observations2/?page=-1", 404), ("/observations2/?page=abc", 404),
        ("/observations2/?page=9223372036854775807", 404), ("/observations2/?page=last", 200),
        ("/observations2/?page=1", 200), ("/observations2/999/", 404), ("/observations2/abc/", 404),
        ("/observations2/99999999999999999999/", 404), ("/observations2/?colour=%ZZ&taskID=%FF", 200),
        ("/get_next_taskid", 400), ("/get_next_taskid?timestamp=20261399", 400),
        ("/get_next_taskid?timestamp=20261122&taskid_postfix=../x", 400), ("/nowhere/", 404),
    ])
    func addresses(_ path: String, _ status: Int) async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let answer = try await client.get("/my_astrobase" + path)
            #expect(answer.status.code == status, "\(answer.text)")
        }
    }

    @Test func messagesAreThoseOfTheExistingSystem() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let broken = try await client.send(.post, "/observations2/", #"{"name": "#)
            #expect(broken.text == #"{"detail":"JSON parse error - Expecting value: line 1 column 10 (char 9)"}"#)
            let page = try await client.get("/my_astrobase/observations2/?page=7")
            #expect(page.text == #"{"detail":"Invalid page."}"#)
            let unknown = try await client.send(.put, "/observations2/999/", #"{"new_status": "done"}"#)
            #expect(unknown.status == .notFound)
            #expect(unknown.text == #"{"detail":"Not found."}"#)
            let number = try await client.get("/my_astrobase/observations2/?field_ra__gte=abc")
            #expect(number.text == #"{"field_ra__gte":["Enter a number."]}"#)
        }
    }

    @Test func largeBodiesAreRefused() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let body = #"{"extra": ""# + String(repeating: "x", count: 1_100_000) + #""}"#
            let answer = try await client.send(.post, "/observations2/", body)
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test(arguments: [
        #"[{"filename": "../x", "dataproduct_type": "fits"}]"#, #"[{"filename": ".x", "dataproduct_type": "fits"}]"#,
        #"[{"dataproduct_type": "fits"}]"#, #"[3]"#, #"{}"#,
        #"[{"filename": "x", "dataproduct_type": "fits", "size": -1}]"#,
    ])
    func products(_ body: String) async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", #"{"taskID": "261122001"}"#)
            let answer = try await client.send(.post, "/post_dataproducts?taskID=261122001", body)
            #expect(answer.status == .badRequest, "\(answer.text)")
        }
    }
}
