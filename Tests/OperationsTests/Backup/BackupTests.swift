import Foundation
import Observations
import Operations
import Testing

@Suite struct BackupTests {
    private func backup(_ home: TestHome, _ repository: MemoryRepository) -> Backup {
        Backup(
            home: home.paths,
            snapshot: { url in
                try Data("the database".utf8).write(to: url)
                return repository
            })
    }

    @Test(arguments: ["tar", "tar.gz"]) func restoresWhatWasBackedUp(ending: String) async throws {
        let home = try TestHome()
        let long = String(repeating: "langer-name-", count: 15) + "ü.jpg"
        let repository = MemoryRepository([
            try home.archive("261122001", name: "orion.jpg", content: "orion's light"),
            try home.archive("261122002", name: long, content: String(repeating: "light ", count: 100_000), done: false),
        ])
        try home.write("waiting", to: "landing_pad/sub folder/später.jpg")
        try home.write("hidden", to: "landing_pad/.hidden.jpg")
        try home.write("gone", to: "data/.trash/2026-11-20/raw/old.jpg")
        let file = home.paths.root.appending(path: "copy.\(ending)")
        let report = try await backup(home, repository).write(to: file)
        #expect(report.problems == [])
        #expect(report.observations == 2)
        // Head, database, landing pad 1, originals 2, products 3 + 1.
        #expect(report.files == 9)
        #expect(try shell("ls -A \(home.paths.root.path)").output.contains("partial") == false)

        let listing = try shell("tar tvf '\(file.path)'")
        #expect(listing.status == 0)
        #expect(listing.output.contains("data/261122001/261122001_raw.jpg link to data/raw/orion.jpg"))
        #expect(listing.output.contains("landing_pad/sub folder/sp"))
        #expect(!listing.output.contains("hidden"))
        #expect(try shell("tar xOf '\(file.path)' data/raw/orion.jpg").output == "orion's light")

        let other = try TestHome()
        let restored = try await Restore(home: other.paths, databaseCheck: { _ in }).read(from: file)
        #expect(restored.replaced == [])
        #expect(other.read("astrobase.sqlite") == "the database")
        #expect(
            other.files().filter { $0 != "astrobase.sqlite" }
                == home.files().filter {
                    !$0.contains(".trash") && !$0.contains(".hidden") && !$0.hasPrefix("copy.")
                })
        #expect(other.read("data/raw/\(long)") == home.read("data/raw/\(long)"))
        #expect(!Restore.isUnfinished(other.paths))
        let findings = try await findings(other, repository)
        #expect(findings == [])
    }

    @Test func takesWhatCleanupMovesToTheTrashMeanwhile() async throws {
        let home = try TestHome()
        let repository = MemoryRepository([try home.archive("261122001", name: "orion.jpg", content: "orion")])
        let data = home.paths.data
        await repository.whenAskedForAPage { _ in
            let trash = data.appending(path: ".trash/2026-11-22/raw")
            try? FileManager.default.createDirectory(at: trash, withIntermediateDirectories: true)
            try? FileManager.default.moveItem(at: data.appending(path: "raw/orion.jpg"), to: trash.appending(path: "orion-2.jpg"))
        }
        let file = home.paths.root.appending(path: "copy.tar")
        #expect(try await backup(home, repository).write(to: file).problems == [])
        #expect(try shell("tar xOf \(file.path) data/raw/orion.jpg").output == "orion")
    }

    @Test func saysWhatIsMissingOrChanged() async throws {
        let home = try TestHome()
        let repository = MemoryRepository([try home.archive("261122001", name: "orion.jpg", content: "orion")])
        try FileManager.default.removeItem(at: home.paths.data.appending(path: "261122001/1.fits"))
        try home.write("other", to: "data/261122001/1_wcs_file.fits")
        let report = try await backup(home, repository).write(to: home.paths.root.appending(path: "copy.tar"))
        #expect(report.problems.count == 2)
        #expect(report.problems.contains { $0.contains("1.fits") && $0.contains("missing") })
        #expect(report.problems.contains { $0.contains("1_wcs_file.fits") && $0.contains("changed") })
    }

    @Test func doesNotReachOutOfTheDataFolder() async throws {
        let home = try TestHome()
        var record = try home.archive("261122001", name: "orion.jpg", content: "orion")
        try home.write("secret", to: "secret.txt")
        record.products.append(DataProduct(filename: "../../secret.txt", type: "raw", size: 6))
        try FileManager.default.createSymbolicLink(
            at: home.paths.data.appending(path: "261122001/link.jpg"),
            withDestinationURL: home.paths.root.appending(path: "secret.txt"))
        record.products.append(DataProduct(filename: "link.jpg", type: "raw", size: 6))
        let file = home.paths.root.appending(path: "copy.tar")
        let report = try await backup(home, MemoryRepository([record])).write(to: file)
        #expect(report.problems.count == 2)
        #expect(
            try !shell("cat \(file.path)").output.contains("secret\n") && !shell("tar tf \(file.path)").output.contains("link"))
    }

    @Test func keepsAnExistingFileUnlessTold() async throws {
        let home = try TestHome()
        let file = home.paths.root.appending(path: "copy.tar")
        try home.write("precious", to: "copy.tar")
        let backup = backup(home, MemoryRepository())
        await #expect(throws: BackupError.self) { try await backup.write(to: file) }
        #expect(home.read("copy.tar") == "precious")
        _ = try await backup.write(to: file, replacing: true)
        #expect(try shell("tar tf \(file.path)").output.contains("manifest.jsonl"))
    }

    @Test func leavesNothingBehindWhenItFails() async throws {
        struct Full: Error {}
        let home = try TestHome()
        let failing = Backup(home: home.paths, snapshot: { _ in throw Full() })
        await #expect(throws: Full.self) { try await failing.write(to: home.paths.root.appending(path: "copy.tar")) }
        #expect(home.files() == [])
    }

    @Test(arguments: ["copy.zip", "landing_pad/copy.tar", "data/copy.tar.gz"]) func refusesABadPlace(name: String) async throws {
        let home = try TestHome()
        let backup = backup(home, MemoryRepository())
        await #expect(throws: BackupError.self) { try await backup.write(to: home.paths.root.appending(path: name)) }
        #expect(home.files() == [])
    }
}

func findings(_ home: TestHome, _ repository: MemoryRepository) async throws -> [VerifyFinding] {
    var found: [VerifyFinding] = []
    _ = try await Verification(home: home.paths, repository: repository).run { found.append($0) }
    return found
}
