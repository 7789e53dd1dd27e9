import FileArchive
import Foundation
import Observations
import Testing

@Suite struct ConfinementTests {
    let folder: TemporaryFolder
    let archive: FileArchive

    init() throws {
        folder = try TemporaryFolder()
        archive = try FileArchive(folder: folder.url.appendingPathComponent("data"))
    }

    @Test(arguments: ["..", ".", "", "a/b", "../x", ".hidden", "a\u{0}b", "a\nb", "/etc", String(repeating: "x", count: 300)])
    func namesThatWouldLeaveAreRefused(_ name: String) async throws {
        #expect(throws: ArchiveError.self) { try archive.location(taskID: name, filename: "a.jpg") }
        #expect(throws: ArchiveError.self) { try archive.location(taskID: "230415001", filename: name) }
        #expect(throws: ArchiveError.self) { try archive.location(original: name) }
        await #expect(throws: ArchiveError.self) { try await archive.trash(taskID: name, originalFile: nil) }
        await #expect(throws: ArchiveError.self) { try await archive.trash(taskID: "230415001", originalFile: name) }
        let source = try folder.file("source", "x")
        await #expect(throws: ArchiveError.self) { try await archive.place(source, taskID: name, filename: "a.jpg") }
        await #expect(throws: ArchiveError.self) { try await archive.place(source, taskID: "230415001", filename: name) }
        await #expect(throws: ArchiveError.self) { try await archive.place(cutout: name, directory: "m42") { _ in } }
        await #expect(throws: ArchiveError.self) { try await archive.place(cutout: "a.jpg", directory: name) { _ in } }
    }

    @Test(arguments: ["raw", "cutouts"])
    func foldersOfTheArchiveAreNoTaskIDs(_ name: String) {
        #expect(throws: ArchiveError.self) { try archive.location(taskID: name, filename: "a.jpg") }
    }

    @Test(arguments: ["../secret", "a/../../secret", "/secret", "a//b", ".incoming/x", ".trash/x", "raw/.x", "raw/.."])
    func pathsThatWouldLeaveAreRefused(_ path: String) {
        #expect(throws: ArchiveError.self) { try ArchivePath(path) }
    }

    @Test func linksAreNotFollowed() async throws {
        _ = try folder.file("secret/key.txt", "secret")
        _ = try folder.file("data/230415001/a.jpg", "a")
        let data = folder.url.appendingPathComponent("data").path
        let secret = folder.url.appendingPathComponent("secret").path
        try FileManager.default.createSymbolicLink(atPath: data + "/230415001/key.txt", withDestinationPath: secret + "/key.txt")
        try FileManager.default.createSymbolicLink(atPath: data + "/230415002", withDestinationPath: secret)

        #expect(try archive.existingFile(ArchivePath("230415001/a.jpg")).path.hasSuffix("/data/230415001/a.jpg"))
        #expect(throws: ArchiveError.self) { try archive.existingFile(ArchivePath("230415001/key.txt")) }
        #expect(throws: ArchiveError.self) { try archive.existingFile(ArchivePath("230415002/key.txt")) }
        #expect(throws: ArchiveError.self) { try archive.existingFile(ArchivePath("230415001")) }
        await #expect(throws: ArchiveError.self) { try await archive.digest(ArchivePath("230415002/key.txt")) }
        #expect(try await archive.files().map(\.path.description) == ["230415001/a.jpg"])

        // Nothing is written through a link either.
        let source = try folder.file("source", "new")
        await #expect(throws: ArchiveError.self) { try await archive.place(source, taskID: "230415002", filename: "key.txt") }
        #expect(folder.text("secret/key.txt") == "secret")
        try FileManager.default.createDirectory(atPath: data + "/cutouts", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: data + "/cutouts/m42", withDestinationPath: secret)
        await #expect(throws: ArchiveError.self) {
            try await archive.place(cutout: "key.txt", directory: "m42") { try Data("new".utf8).write(to: URL(fileURLWithPath: $0)) }
        }
        #expect(folder.text("secret/key.txt") == "secret")
    }
}
