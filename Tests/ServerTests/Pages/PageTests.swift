import Catalogs
import Foundation
import HTTPTypes
import HummingbirdTesting
import Observations
import Server
import Testing

@Suite struct PageTests {
    /// The last one: a quote with a combining accent behind it is one character, and still ends an attribute.
    static let hostile = [
        "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' onx='", "</title><b>",
        "\"\u{301} onclick=x \"", "<\u{301}b>",
    ]

    @Test(arguments: hostile)
    func whatUsersTypedIsEscaped(_ text: String) async throws {
        let site = try await TestSite()
        var observation = Observation(taskID: "261122001", name: text)
        observation.reason = text
        observation.status = .failed
        observation.description = text
        observation.fieldName = text
        observation.camera = text
        observation.products = [DataProduct(filename: "261122001_raw.jpg", type: text, size: 1)]
        _ = try await site.repository.add(observation, requesting: [])
        var query = CharacterSet.alphanumerics
        query.insert("-")
        let encoded = text.addingPercentEncoding(withAllowedCharacters: query) ?? ""
        try await withClient(site) { client async throws in
            let cookies = try await client.logIn("editor", "editor")
            let queries = ["q", "status", "at"].map { "/?\($0)=\(encoded)" }
            for path in queries + ["/", "/observations/1", "/login?next=\(encoded)"] {
                let page = try await client.get(path, [.cookie: Client.header(cookies)])
                #expect(page.status == .ok)
                #expect(page.text.utf8.firstRange(of: text.utf8) == nil, "\(path)")
            }
        }
    }

    @Test func anEmptyArchiveSaysWhereToPutPhotos() async throws {
        let site = try await TestSite { $0.landingPad = "/home/me & you/landing_pad" }
        try await withClient(site) { client async throws in
            let page = try await client.get("/")
            #expect(page.text.contains("<code>/home/me &amp; you/landing_pad</code>"))
        }
    }

    @Test func pagesSayWhereDrawnThingsComeFrom() async throws {
        let sources = [
            CatalogSource(
                name: "Open<NGC>", version: "as in 5:3.6.2", license: "CC-BY-SA-4.0", date: "2023-12-01",
                url: "https://example.org/?a=1&b=\"2"),
            CatalogSource(name: "Stars", version: "1", license: "GPL-2+", date: "2022-01-02", url: "javascript:alert(1)"),
        ]
        let site = try await TestSite { $0.skySources = sources }
        try await withClient(site) { client async throws in
            for path in ["/", "/login", "/nothing/here"] {
                let page = try await client.get(path).text
                #expect(page.contains("Open&lt;NGC&gt;</a>: as in 5:3.6.2, 2023-12-01, CC-BY-SA-4.0"), "\(path)")
                #expect(page.contains("href=\"https://example.org/?a=1&amp;b=&quot;2\""))
                #expect(page.contains("Stars: 1, 2022-01-02, GPL-2+") && !page.contains("javascript:"))
            }
        }
        try await withClient(try await TestSite()) { client async throws in
            let page = try await client.get("/")
            #expect(!page.text.contains("<footer"))
        }
    }

    @Test func onlyEditorsSeeButtons() async throws {
        let site = try await TestSite()
        var observation = Observation(taskID: "261122001", name: "Orion")
        observation.status = .raw
        observation.products = [DataProduct(filename: "261122001_raw.jpg", type: "raw", size: 1)]
        _ = try await site.repository.add(observation, requesting: [])
        try await withClient(site) { client async throws in
            let nobody = try await client.get("/").text
            #expect(nobody.contains("Orion") && !nobody.contains("/process"))
            let reader = try await client.logIn("reader", "reader")
            #expect(try await !client.get("/", [.cookie: Client.header(reader)]).text.contains("/process"))
            let editor = try await client.logIn("editor", "editor")
            let page = try await client.get("/", [.cookie: Client.header(editor)]).text
            #expect(page.contains("action=\"/observations/1/process\"") && page.contains("action=\"/observations/1/remove\""))
        }
    }

    @Test func fragmentsComeOnlyWhenTheyHaveChanged() async throws {
        let site = try await TestSite()
        _ = try await site.repository.add(Observation(taskID: "261122001", name: "Orion"), requesting: [])
        try await withClient(site) { client async throws in
            for path in ["/fragment?status=defined", "/observations/1/fragment"] {
                let first = try await client.get(path)
                #expect(first.text.contains("Orion"))
                let tag = try #require(first.headers[.eTag])
                #expect(try await client.get(path, [.ifNoneMatch: tag]).status == .notModified)
            }
            let before = try #require(try await client.get("/observations/1/fragment").headers[.eTag])
            _ = try await site.repository.change(id: 1, expecting: nil, requesting: []) { $0.status = .done }
            #expect(try await client.get("/observations/1/fragment", [.ifNoneMatch: before]).status == .ok)
        }
    }

    @Test func pagesRunNothingButTheServersFiles() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let page = try await client.get("/")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            for asset in page.text.matches(of: /(?:src|href)="(\/assets\/[^"]+)"/).map({ String($0.1) }) {
                #expect(try await client.get(asset).status == .ok)
            }
            #expect(!page.text.contains("style=") && !page.text.contains("onclick="))
            #expect(!page.text.contains("https://"))
        }
    }

    @Test(arguments: ["/observations/9", "/observations/x", "/nowhere", "/previews/x/320.jpg", "/previews/x/319.jpg"])
    func whatIsNotThereIs404(_ path: String) async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            #expect(try await client.get(path).status == .notFound)
            #expect(try await client.get("/healthz").status == .ok)
        }
    }
}
