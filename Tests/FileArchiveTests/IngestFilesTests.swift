import FileArchive
import Foundation
import Observations
import Testing

@Suite struct IngestFilesTests {
    let folder: TemporaryFolder
    let archive: FileArchive

    init() throws {
        folder = try TemporaryFolder()
        archive = try FileArchive(folder: folder.url.appendingPathComponent("data"))
    }

    @Test func originalAndRawCopyStandUnderTheirNames() async throws {
        let source = try folder.file("pad/M42.v2 final.JPG", "photo")
        let intent = try await archive.keep(source, as: "M42.v2 final.JPG", taskID: "230415001")
        try await archive.finish(intent)
        #expect(intent.originalFile == "m42.v2 final.jpg")
        #expect(folder.text("data/raw/m42.v2 final.jpg") == "photo")
        #expect(folder.text("data/230415001/230415001_raw.jpg") == "photo")
        #expect(try await archive.unfinished() == [])
        #expect(folder.paths().filter { $0.contains(".incoming/") } == [])
    }

    @Test func equalNamesGetNumbers() async throws {
        for (number, wanted) in [(1, "m42.jpg"), (2, "m42-2.jpg"), (3, "m42-3.jpg")] {
            let source = try folder.file("pad/\(number)", "photo \(number)")
            let intent = try await archive.keep(source, as: "M42.jpg", taskID: "23041500\(number)")
            try await archive.finish(intent)
            #expect(intent.originalFile == wanted)
            #expect(folder.text("data/raw/\(wanted)") == "photo \(number)")
        }
    }

    @Test(arguments: [
        ("Ünïcödé Nebel.JPG", "ünïcödé nebel.jpg"), ("M 31.FITS.GZ", "m 31.fits.gz"), ("noending", "noending"),
        ("a\tb.jpg", "a_b.jpg"), ("星雲.jpg", "星雲.jpg"),
    ])
    func namesAreKeptInLowerCase(_ name: String, _ wanted: String) async throws {
        let source = try folder.file("pad/photo", "photo")
        #expect(try await archive.keep(source, as: name, taskID: "1").originalFile == wanted)
    }

    @Test func longNamesAreShortened() async throws {
        let source = try folder.file("pad/photo", "photo")
        // Lower case of this letter takes one more byte in UTF-8.
        let intent = try await archive.keep(source, as: String(repeating: "İ", count: 120) + ".jpg", taskID: "1")
        #expect(intent.originalFile.utf8.count <= 255)
        #expect(intent.originalFile.hasSuffix(".jpg"))
    }

    @Test func anAbandonedIngestLeavesNothing() async throws {
        _ = try folder.file("data/raw/m42.jpg", "somebody else's")
        let source = try folder.file("pad/m42.jpg", "photo")
        let intent = try await archive.keep(source, as: "m42.jpg", taskID: "230415001")
        try await archive.abandon(intent)
        #expect(folder.paths() == ["data/raw/m42.jpg", "pad/m42.jpg"])
        #expect(folder.text("data/raw/m42.jpg") == "somebody else's")
    }

    /// Cut off before each step in turn; what is left is undone by the next start, and nobody else's file is touched.
    @Test func whateverIsCutOffCanBeUndone() async throws {
        for steps in 0..<100 {
            let folder = try TemporaryFolder()
            let fuse = Fuse(steps: steps)
            let data = folder.url.appendingPathComponent("data")
            _ = try folder.file("data/raw/m42.jpg", "somebody else's")
            let source = try folder.file("pad/m42.jpg", "photo")
            let cut = try FileArchive(folder: data, width: 2) { _ in try fuse.burn() }
            _ = try? await cut.keep(source, as: "m42.jpg", taskID: "230415001")

            let next = try FileArchive(folder: data)
            for intent in try await next.unfinished() { try await next.abandon(intent) }
            try await next.removeStrays()
            #expect(folder.paths() == ["data/raw/m42.jpg", "pad/m42.jpg"], "after \(steps) steps")
            #expect(folder.text("data/raw/m42.jpg") == "somebody else's")
            if !fuse.isBlown {
                #expect(steps > 5)
                return
            }
        }
        Issue.record("the ingest never came to its end")
    }

    @Test func straysGoAndFilesOfIntentsStay() async throws {
        let source = try folder.file("pad/m42.jpg", "photo")
        _ = try await archive.receive(source)
        let intent = try await archive.keep(source, as: "m42.jpg", taskID: "1")
        try await archive.removeStrays()
        let parts = folder.paths().filter { $0.hasSuffix(".part") }
        #expect(parts == ["data/.incoming/\(intent.incoming)"])
        #expect(try await archive.unfinished() == [intent])
    }

    /// An ingest every 30 s once cleared away the 300 MB product of a large picture that was still being written.
    @Test func productsBeingWrittenAreNoStrays() async throws {
        let (began, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let archive = archive
        try folder.makeObservation("1")
        async let placed = archive.place(taskID: "1", filename: "1.fits") { path in
            try Data("product".utf8).write(to: URL(fileURLWithPath: path))
            began.signal()
            goOn.wait()
        }
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                began.wait()
                continuation.resume()
            }
        }
        try await archive.removeStrays()
        goOn.signal()
        #expect(try await placed.size == 7)
        #expect(folder.text("data/1/1.fits") == "product")
    }

    @Test func productsOfAProcessThatIsGoneAreStrays() async throws {
        let place = try archive.temporaryProductPath()
        try Data("half".utf8).write(to: URL(fileURLWithPath: place))
        try await archive.removeStrays()
        #expect(FileManager.default.fileExists(atPath: place))
        try await FileArchive(folder: archive.folder).removeStrays()
        #expect(!FileManager.default.fileExists(atPath: place))
    }

    @Test func workFoldersAreThereUntilTheirProcessIsGone() async throws {
        let work = try await archive.makeWorkFolder()
        try Data("half".utf8).write(to: work.appendingPathComponent("half.jpg"))
        try await archive.removeStrays()
        #expect(FileManager.default.fileExists(atPath: work.appendingPathComponent("half.jpg").path))
        #expect(try await archive.files().isEmpty)
        try await FileArchive(folder: archive.folder).removeStrays()
        #expect(!FileManager.default.fileExists(atPath: work.path))
    }

    @Test func onlyOneMayIngest() async throws {
        let first = try #require(try await archive.ingestRight())
        #expect(try await archive.ingestRight() == nil)
        #expect(try await FileArchive(folder: archive.folder).ingestRight() == nil)
        first.release()
        #expect(try await archive.ingestRight() != nil)
    }
}
