import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Observations
import TaskQueue
import Testing

@Suite struct AccessTests {
    @Test func readingIsOpenAndWritingIsNot() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let wrong = [Client.basic("admin", "wrong"), Client.basic("nobody", "x"), [.authorization: "Basic ???"]]
            for headers in wrong + [HTTPFields()] {
                let answer = try await client.send(.post, "/observations2/", #"{"name": "x"}"#, headers)
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.wwwAuthenticate] == #"Basic realm="api""#)
                #expect(answer.text == #"{"detail":"Authentication credentials were not provided."}"#)
            }
            #expect(try await client.get("/my_astrobase/observations2/").status == .ok)
        }
    }

    @Test func readersMayNotWriteAndEditorsMay() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let body = #"{"taskID": "261122001"}"#
            let reader = try await client.send(.post, "/observations2/", body, Client.basic("reader", "reader"))
            #expect(reader.status == .forbidden)
            let editor = try await client.send(.post, "/observations2/", body, Client.basic("editor", "editor"))
            #expect(editor.status == .created)
        }
    }

    @Test(arguments: [
        ("pending", "run_submit"), ("removing", "run_cleanup"), ("processed", "run_processor"), ("waiting", "run_processor"),
    ])
    func aStatusMakesItsWorkStart(_ status: String, _ task: String) async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", #"{"taskID": "261122001"}"#)
            #expect(site.repository.tasks.isEmpty)
            _ = try await client.send(.put, "/observations2/1/", #"{"new_status": "\#(status)"}"#)
            #expect(site.repository.tasks.map(\.name) == ["astro_tasks.tasks.\(task)"])
            #expect(site.repository.tasks.map(\.queue) == ["registration"])
            #expect(site.repository.tasks.map(\.key) == [task])
            let list = try await client.get("/my_astrobase/observations2/?my_status__in=\(status),x")
            #expect(list.text.hasPrefix(#"{"count":1,"#))
        }
    }

    @Test func deletingWhatHasFilesGoesThroughTheTrash() async throws {
        let site = try await TestSite()
        try site.write("x", to: "261122001/261122001_raw.jpg")
        try await withClient(site) { client async throws in
            for taskID in ["261122001", "261122002"] {
                _ = try await client.send(.post, "/observations2/", #"{"taskID": "\#(taskID)"}"#)
            }
            for id in [1, 2] {
                #expect(try await client.send(.delete, "/observations2/\(id)/", "").status == .noContent)
            }
            #expect(try await site.repository.observation(id: 1)?.status == .removing)
            #expect(site.repository.tasks.map(\.key) == ["run_cleanup"])
            #expect(try await site.repository.observation(id: 2) == nil)
        }
    }

    @Test func aSessionNeedsTheFormsToken() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", #"{"taskID": "261122001"}"#)
            let cookies = try await client.logIn("editor", "editor")
            #expect(cookies["astrobase_session"]?.isEmpty == false)
            var headers: HTTPFields = [.cookie: Client.header(cookies)]
            let bare = try await client.send(.put, "/observations2/1/", #"{"quality": "great"}"#, headers)
            #expect(bare.status == .forbidden)
            headers[try #require(HTTPField.Name("X-CSRFToken"))] = cookies["astrobase_form"]
            let right = try await client.send(.put, "/observations2/1/", #"{"quality": "great"}"#, headers)
            #expect(right.status == .ok)
            headers[.contentType] = "application/x-www-form-urlencoded"
            headers[try #require(HTTPField.Name("X-CSRFToken"))] = nil
            let form = try await client.send(.put, "/observations2/1/", "quality=bad", headers)
            #expect(form.status == .forbidden)
        }
    }

    @Test(arguments: [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "http://elsewhere.example")])
    func otherSitesCannotMakeABrowserWrite(_ header: String, _ value: String) async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            var headers = Client.basic("admin", "admin")
            headers[try #require(HTTPField.Name(header))] = value
            let answer = try await client.send(.post, "/observations2/", #"{"taskID": "261122001"}"#, headers)
            #expect(answer.status == .forbidden)
        }
    }

    @Test func buttonsNeedRoleAndToken() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", #"{"taskID": "261122001", "new_status": "raw"}"#)
            var cookies = try await client.logIn("editor", "editor")
            let path = "/observations/1/process"
            #expect(try await client.post(form: [("token", "0")], to: path, cookies: cookies).status == .forbidden)
            let token = ("token", cookies["astrobase_form"] ?? "")
            let away = [token, ("back", "//elsewhere.example/")]
            let answer = try await client.post(form: away, to: path, cookies: cookies)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/")
            #expect(try await site.repository.observation(id: 1)?.status == .pending)
            #expect(site.repository.tasks.map(\.key) == ["run_submit"])
            _ = try await client.post(form: [token], to: "/logout", cookies: cookies)
            let after = try await client.post(form: [token], to: "/observations/1/remove", cookies: cookies)
            #expect(after.status == .unauthorized)
            cookies = try await client.logIn("reader", "reader")
            let reader = [("token", cookies["astrobase_form"] ?? "")]
            let refused = try await client.post(form: reader, to: "/observations/1/remove", cookies: cookies)
            #expect(refused.status == .forbidden)
        }
    }

    @Test func cookiesAreOutOfReachOfScriptsAndOtherSites() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let page = try await client.get("/login")
            for cookie in page.headers[values: .setCookie] {
                #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            }
            let token = page.cookies["astrobase_form"] ?? ""
            let answer = try await client.post(
                form: [("token", token), ("user", "admin"), ("password", "admin"), ("next", "/observations/1")],
                to: "/login", cookies: page.cookies)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/observations/1")
            let session = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("astrobase_session=") })
            #expect(session.contains("HttpOnly") && session.contains("SameSite=Lax"))
            let wrong = try await client.post(
                form: [("token", token), ("user", "admin"), ("password", "wrong")], to: "/login", cookies: page.cookies)
            #expect(wrong.status == .unauthorized)
            #expect(wrong.text.contains("User or password is wrong."))
        }
    }
}
