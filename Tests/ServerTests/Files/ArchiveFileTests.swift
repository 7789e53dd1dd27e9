import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct ArchiveFileTests {
    static let base = "/astrobase/data"

    @Test func aFileComesWholeInPartsAndNotTwice() async throws {
        let site = try await TestSite()
        try site.write("0123456789", to: "261122001/261122001_raw.jpg")
        try await withClient(site) { client async throws in
            let path = "\(Self.base)/261122001/261122001_raw.jpg"
            let whole = try await client.get(path)
            #expect(whole.status == .ok && whole.text == "0123456789")
            #expect(whole.headers[.contentType] == "image/jpeg")
            #expect(whole.headers[.xContentTypeOptions] == "nosniff")
            let tag = try #require(whole.headers[.eTag])
            #expect(try await client.get(path, [.ifNoneMatch: tag]).status == .notModified)
            let modified = try #require(whole.headers[.lastModified])
            #expect(try await client.get(path, [.ifModifiedSince: modified]).status == .notModified)
            for (range, status, text) in [
                ("bytes=2-4", 206, "234"), ("bytes=7-", 206, "789"), ("bytes=-3", 206, "789"), ("bytes=5-99", 206, "56789"),
                ("bytes=10-", 416, ""), ("bytes=4-2", 200, "0123456789"), ("bytes=0-1,3-4", 200, "0123456789"),
                ("lines=1-2", 200, "0123456789"), ("bytes=99999999999999999999-", 200, "0123456789"),
                ("bytes=-99999999999999999999", 200, "0123456789"),
            ] {
                let part = try await client.get(path, [.range: range])
                #expect(part.status.code == status && part.text == text, "\(range)")
            }
            #expect(try await client.get(path, [.range: "bytes=2-4"]).headers[.contentRange] == "bytes 2-4/10")
            let changed = try await client.get(path, [.range: "bytes=2-4", .ifRange: "\"other\""])
            #expect(changed.status == .ok && changed.text == "0123456789")
            let head = try await client.client.execute(uri: path, method: .head)
            #expect(head.status == .ok && head.text.isEmpty)
        }
    }

    @Test func namesWithBlanksAndAccentsWork() async throws {
        let site = try await TestSite()
        try site.write("x", to: "261122001/M 42 é+.fits")
        try await withClient(site) { client async throws in
            let answer = try await client.get("\(Self.base)/261122001/M%2042%20%C3%A9+.fits")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "image/fits")
            #expect(answer.headers[.contentDisposition]?.hasPrefix("attachment") == true)
        }
    }

    @Test(arguments: ["page.html", "picture.svg", "page.HTM", "data.xml", "noending"])
    func whatCouldHoldAScriptIsSavedNotShown(_ name: String) async throws {
        let site = try await TestSite()
        try site.write("<script>alert(1)</script>", to: "261122001/\(name)")
        try await withClient(site) { client async throws in
            let answer = try await client.get("\(Self.base)/261122001/\(name)")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/octet-stream")
            #expect(answer.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(answer.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
        }
    }

    @Test(arguments: [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/261122001/../../secret.txt",
        "/261122001/%2e%2e/%2e%2e/secret.txt", "/261122001/..%5c..%5csecret.txt", "/.trash/gone.jpg", "/.incoming/x",
        "/261122001/.hidden", "/261122001/link.txt", "/261122001/inner", "/linked/secret.txt", "/261122001", "/261122001/",
        "", "/", "//etc/passwd", "/261122001//f.txt", "/261122001/f.txt%00.jpg", "/%00", "/261122001/./f.txt",
        "/261122001/missing.jpg", "/%ff%fe", "/261122001/pipe",
    ])
    func nothingElseCanBeReached(_ path: String) async throws {
        let site = try await TestSite()
        try site.write("fine", to: "261122001/f.txt")
        try site.write("gone", to: ".trash/gone.jpg")
        try site.write("x", to: ".incoming/x")
        try site.write("x", to: "261122001/.hidden")
        try Data("secret".utf8).write(to: site.folder.appending(path: "secret.txt"))
        let files = FileManager.default
        try files.createSymbolicLink(
            at: site.archive.appending(path: "261122001/link.txt"), withDestinationURL: site.folder.appending(path: "secret.txt"))
        try files.createSymbolicLink(
            at: site.archive.appending(path: "261122001/inner"),
            withDestinationURL: site.archive.appending(path: ".trash/gone.jpg"))
        try files.createSymbolicLink(at: site.archive.appending(path: "linked"), withDestinationURL: site.folder)
        mkfifo(site.archive.appending(path: "261122001/pipe").path, 0o600)
        try await withClient(site) { client async throws in
            #expect(try await client.get("\(Self.base)/261122001/f.txt").text == "fine")
            let answer = try await client.get(Self.base + path)
            #expect(answer.status == .notFound, "\(answer.text)")
        }
    }
}
