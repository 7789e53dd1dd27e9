import FileArchive
import Foundation
import Observations
import Testing

@Suite struct ProductTests {
    let folder: TemporaryFolder
    let archive: FileArchive

    init() throws {
        folder = try TemporaryFolder()
        archive = try FileArchive(folder: folder.url.appendingPathComponent("data"))
        for taskID in ["1", "230415001"] { try folder.makeObservation(taskID) }
    }

    @Test func aProductIsPlacedHashedAndReplacedWhole() async throws {
        let source = try folder.file("source", "abc")
        let digest = try await archive.place(source, taskID: "230415001", filename: "7.fits")
        // SHA-256 of "abc": FIPS 180-4, example B.1.
        #expect(digest.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(digest.size == 3)
        try await archive.place(taskID: "230415001", filename: "7.fits") { path in
            try Data("defg".utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(folder.text("data/230415001/7.fits") == "defg")
        #expect(try await archive.digest(ArchivePath("230415001/7.fits")).size == 4)
        #expect(folder.paths().filter { $0.contains(".incoming/") } == [])
    }

    @Test func aCutoutIsPlacedInAFolderOfItsOwn() async throws {
        for content in ["abc", "defg"] {
            let digest = try await archive.place(cutout: "m42_230415001.jpg", directory: "m42") { path in
                try Data(content.utf8).write(to: URL(fileURLWithPath: path))
            }
            #expect(folder.text("data/cutouts/m42/m42_230415001.jpg") == content)
            #expect(try await archive.digest(ArchivePath("cutouts/m42/m42_230415001.jpg")) == digest)
        }
    }

    @Test func aWriterThatFailsLeavesWhatWasThere() async throws {
        let source = try folder.file("source", "old")
        try await archive.place(source, taskID: "230415001", filename: "7.fits")
        await #expect(throws: Cut.self) {
            try await archive.place(taskID: "230415001", filename: "7.fits") { path in
                try Data("half".utf8).write(to: URL(fileURLWithPath: path))
                throw Cut()
            }
        }
        #expect(folder.text("data/230415001/7.fits") == "old")
        #expect(folder.paths().filter { $0.contains(".incoming/") } == [])
    }

    @Test func largeFilesAreCopiedWhole() async throws {
        let content = Data((0..<5_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        let source = folder.url.appendingPathComponent("large")
        try content.write(to: source)
        let placed = try await archive.place(source, taskID: "1", filename: "large")
        #expect(placed.size == 5_000_001)
        #expect(try await archive.digest(ArchivePath("1/large")) == placed)
        #expect(FileManager.default.contents(atPath: try archive.location(taskID: "1", filename: "large").path) == content)
    }

    /// Drawings take a while; meanwhile a user may remove the photo.
    @Test func aProductOfARemovedObservationIsRefused() async throws {
        let source = try folder.file("source", "abc")
        _ = try await archive.place(source, taskID: "1", filename: "7.fits")
        try await archive.trash(taskID: "1", originalFile: nil)
        let error = await #expect(throws: ArchiveError.self) {
            try await archive.place(source, taskID: "1", filename: "8.fits")
        }
        #expect(error?.code == .notFound && error?.message.contains("removed") == true)
        await #expect(throws: ArchiveError.self) {
            try await archive.place(taskID: "1", filename: "9.fits") { try Data().write(to: URL(fileURLWithPath: $0)) }
        }
        #expect(folder.paths().allSatisfy { $0 == "source" || $0.contains("/.trash/") })
    }

    @Test func aMissingSourceIsToldAsSuch() async throws {
        let missing = folder.url.appendingPathComponent("missing")
        let error = await #expect(throws: ArchiveError.self) {
            try await archive.place(missing, taskID: "1", filename: "x")
        }
        #expect(error?.code == .notFound)
        #expect(error?.concernsWholeArchive == false)
    }
}
