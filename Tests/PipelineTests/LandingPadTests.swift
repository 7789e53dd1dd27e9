import Foundation
import Pipeline
import Testing

@Suite struct LandingPadTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func pad(quiet: Double = 0, watching: Bool = false) throws -> LandingPad {
        try LandingPad(folder: folder.url, quietSeconds: quiet, watching: watching)
    }

    private func ready(_ pad: LandingPad) async throws -> [String] {
        try await pad.look().ready.map(\.subpath).sorted()
    }

    @Test func photosAreFoundWhereverTheyAre() async throws {
        for path in ["a.jpg", "B.JPG", "with blank/ü/星雲.v1.2.jpg", "deep/er/and/deeper/x.fits.gz", "sub/rejected/y.jpg"] {
            _ = try folder.file(path, path)
        }
        #expect(
            try await ready(pad()) == [
                "B.JPG", "a.jpg", "deep/er/and/deeper/x.fits.gz", "sub/rejected/y.jpg", "with blank/ü/星雲.v1.2.jpg",
            ])
    }

    @Test func hiddenTemporaryAndSetAsideFilesAreLeftAlone() async throws {
        for path in [
            ".hidden.jpg", ".folder/a.jpg", "a.jpg.part", "b.crdownload", "c.TMP", "d.jpg~", "~$e.jpg", "._f.jpg", ".g.swp",
            "rejected/h.jpg", "duplicates/i.jpg", "Thumbs.db", "j.filepart",
        ] { _ = try folder.file(path, path) }
        #expect(try await ready(pad()) == [])
    }

    @Test func linksAreLeftAlone() async throws {
        let outside = try TemporaryFolder()
        _ = try outside.file("secret.jpg", "secret")
        let path = folder.url.path
        try FileManager.default.createSymbolicLink(atPath: path + "/a.jpg", withDestinationPath: outside.url.path + "/secret.jpg")
        try FileManager.default.createSymbolicLink(atPath: path + "/folder", withDestinationPath: outside.url.path)
        try FileManager.default.createSymbolicLink(atPath: path + "/round", withDestinationPath: path)
        #expect(try await ready(pad()) == [])
    }

    @Test func aFileBeingWrittenIsNotTaken() async throws {
        let url = try folder.file("a.jpg", "first half")
        let pad = try pad()
        let writer = try FileHandle(forWritingTo: url)
        try await Task.sleep(for: .milliseconds(50))
        #expect(try await ready(pad) == [])
        #expect(try await pad.look().unripe == 1)
        try writer.close()
        #expect(try await ready(pad) == ["a.jpg"])
    }

    @Test func aFileThatJustChangedIsNotTaken() async throws {
        _ = try folder.file("a.jpg", "content")
        // A minute: longer than any pause of a loaded machine.
        #expect(try await ready(pad(quiet: 60)) == [])
        try await Task.sleep(for: .milliseconds(300))
        #expect(try await ready(pad(quiet: 0.2)) == ["a.jpg"])
        _ = try folder.file("a.jpg", "other content")
        #expect(try await ready(pad(quiet: 60)) == [])
    }

    @Test func aFileMovedInIsTakenAtOnceAndAnnounced() async throws {
        let pad = try pad(quiet: 30, watching: true)
        let events = await pad.events()
        let outside = try TemporaryFolder()
        let source = try outside.file("a.jpg", "content")
        try FileManager.default.moveItem(at: source, to: folder.url.appendingPathComponent("a.jpg"))
        for await _ in events { break }
        #expect(try await ready(pad) == ["a.jpg"])
        // One that is written in place has to wait.
        _ = try folder.file("b.jpg", "content")
        #expect(try await ready(pad) == ["a.jpg"])
    }

    @Test func anotherFileOfTheNameIsNotRemoved() async throws {
        let url = try folder.file("a.jpg", "content")
        let pad = try pad()
        let file = try #require(try await pad.look().ready.first)
        try FileManager.default.removeItem(at: url)
        _ = try folder.file("a.jpg", "another photo")
        #expect(try await pad.isUnchanged(file) == false)
        try await pad.remove(file.mark)
        #expect(folder.text("a.jpg") == "another photo")
    }
}
