import FileArchive
import Foundation
import Observations
import Testing

@Suite struct TrashTests {
    let folder: TemporaryFolder
    let archive: FileArchive

    init() throws {
        folder = try TemporaryFolder()
        archive = try FileArchive(folder: folder.url)
    }

    @Test func everythingOfAnObservationGoesToTheTrash() async throws {
        _ = try folder.file("raw/m42.jpg", "original")
        _ = try folder.file("raw/m43.jpg", "another")
        _ = try folder.file("1/1_raw.jpg", "original")
        _ = try folder.file("1/7.fits", "fits")
        _ = try folder.file("cutouts/c/c_1.jpg", "cutout")
        _ = try folder.file("cutouts/c/c_11.jpg", "another's cutout")
        try await archive.trash(taskID: "1", originalFile: "m42.jpg")
        #expect(try await archive.files().map(\.path.description) == ["cutouts/c/c_11.jpg", "raw/m43.jpg"])
        let kept = folder.paths().filter { $0.hasPrefix(".trash/") }.map {
            $0.split(separator: "/").dropFirst(2).joined(separator: "/")
        }
        #expect(kept == ["1/1_raw.jpg", "1/7.fits", "cutouts/c/c_1.jpg", "raw/m42.jpg"])
        // Done again, after a crash perhaps.
        try await archive.trash(taskID: "1", originalFile: "m42.jpg")
    }

    @Test func equalNamesInTheTrashAreBothKept() async throws {
        for content in ["first", "second"] {
            _ = try folder.file("raw/m42.jpg", content)
            try await archive.trash(taskID: "1", originalFile: "m42.jpg")
        }
        let kept = folder.paths().filter { $0.hasPrefix(".trash/") }
        #expect(kept.map { folder.text($0) } == ["second", "first"])
    }

    @Test func theTrashIsKeptForItsDays() async throws {
        _ = try folder.file(".trash/2026-01-10/raw/a.jpg", "a")
        _ = try folder.file(".trash/2026-01-11/raw/b.jpg", "b")
        _ = try folder.file(".trash/keep me/c.jpg", "c")
        let limit = try Date("2026-01-11T12:00:00Z", strategy: .iso8601)
        #expect(try await archive.purgeTrash(before: limit) == 1)
        #expect(folder.paths() == [".trash/2026-01-11/raw/b.jpg", ".trash/keep me/c.jpg"])
    }
}
