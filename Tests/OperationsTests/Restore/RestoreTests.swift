import Foundation
import Observations
import Operations
import Testing

@Suite struct RestoreTests {
    /// A small backup, and the home it was made of.
    private func made(in home: TestHome) async throws -> URL {
        let repository = MemoryRepository([try home.archive("261122001", name: "orion.jpg", content: "orion's light")])
        try home.write("orion's light", to: "landing_pad/again.jpg")
        try home.write("next", to: "landing_pad/next.jpg")
        let file = home.paths.root.appending(path: "copy.tar")
        _ = try await Backup(
            home: home.paths,
            snapshot: { url in
                try Data("database".utf8).write(to: url)
                return repository
            }
        ).write(to: file)
        return file
    }

    private func restore(_ home: TestHome) -> Restore { Restore(home: home.paths, databaseCheck: { _ in }) }

    @Test func leavesOutOfTheLandingPadWhatWasIngestedMeanwhile() async throws {
        let (home, other) = (try TestHome(), try TestHome())
        _ = try await restore(other).read(from: try await made(in: home))
        #expect(!other.exists("landing_pad/again.jpg"))
        #expect(other.read("landing_pad/next.jpg") == "next")
    }

    @Test func refusesAHomeThatHoldsSomething() async throws {
        let (home, other) = (try TestHome(), try TestHome())
        let file = try await made(in: home)
        try other.write("mine", to: "landing_pad/mine.jpg")
        let restore = restore(other)
        await #expect(throws: BackupError.self) { try await restore.read(from: file) }
        #expect(other.files() == ["landing_pad/mine.jpg"])
    }

    @Test func movesAsideWhatItReplaces() async throws {
        let (home, other) = (try TestHome(), try TestHome())
        let file = try await made(in: home)
        try other.write("mine", to: "data/raw/mine.jpg")
        try other.write("old database", to: "astrobase.sqlite")
        try other.write("log", to: "astrobase.sqlite-wal")
        let report = try await restore(other).read(from: file, replacing: true)
        #expect(report.replaced.count == 2)
        #expect(other.read("astrobase.sqlite") == "database")
        #expect(!other.exists("astrobase.sqlite-wal"))
        #expect(!other.exists("data/raw/mine.jpg"))
        #expect(other.files().contains { $0.contains(".replaced-") && $0.hasSuffix("raw/mine.jpg") })
        #expect(other.files().contains { $0.contains(".replaced-") && $0.hasSuffix("astrobase.sqlite") })
    }

    @Test func keepsHardLinks() async throws {
        let (home, other) = (try TestHome(), try TestHome())
        _ = try await restore(other).read(from: try await made(in: home))
        let numbers = try ["raw/orion.jpg", "261122001/261122001_raw.jpg"].map {
            try FileManager.default.attributesOfItem(atPath: other.paths.data.appending(path: $0).path)[.systemFileNumber] as? Int
        }
        #expect(numbers[0] == numbers[1])
    }

    /// One byte anywhere in the archive: either it is refused and the home is as it was, or the byte was padding.
    @Test func findsEveryChangedByte() async throws {
        let home = try TestHome()
        let file = try await made(in: home)
        let good = try Data(contentsOf: file)
        var generator = SystemRandomNumberGenerator()
        for place in stride(from: 0, to: good.count, by: 97) {
            var bad = good
            bad[place] ^= UInt8.random(in: 1...255, using: &generator)
            try bad.write(to: file)
            let other = try TestHome()
            do {
                _ = try await restore(other).read(from: file)
                for path in ["data/raw/orion.jpg", "data/261122001/1.fits", "landing_pad/next.jpg"] {
                    #expect(other.read(path) == home.read(path), "byte \(place)")
                }
            } catch {
                #expect(other.files() == [], "byte \(place)")
                #expect(!Restore.isUnfinished(other.paths))
            }
        }
    }

    @Test func refusesATruncatedArchive() async throws {
        let home = try TestHome()
        let file = try await made(in: home)
        let good = try Data(contentsOf: file)
        for part in [0, 1, 512, 1024, good.count / 2, good.count - 4096] {
            try good.prefix(part).write(to: file)
            let other = try TestHome()
            let restore = restore(other)
            await #expect(throws: (any Error).self) { try await restore.read(from: file) }
            #expect(other.files() == [])
        }
    }

    /// Archives made by somebody with an intent, written with the system's tar.
    @Test(arguments: [
        "ln -s /etc data/raw/link", "ln -s /etc/passwd data/raw/link.jpg", "mkfifo data/raw/pipe",
        "mkdir -p other && echo x >other/file", "mkdir -p data/.restoring && echo x >data/.restoring/x",
    ]) func refusesWhatABackupNeverHolds(trick: String) async throws {
        let home = try TestHome()
        let file = try await made(in: home)
        let folder = home.paths.root.appending(path: "unpacked").path
        let packed = home.paths.root.appending(path: "evil.tar").path
        let made = try shell(
            """
            mkdir \(folder) && cd \(folder) && tar xf \(file.path) && \(trick) && \
            tar cf \(packed) astrobase-backup.json astrobase.sqlite landing_pad data $(ls -d other 2>/dev/null) manifest.jsonl
            """)
        #expect(made.status == 0, "\(made.output)")
        try await expectRefused(packed)
    }

    @Test func refusesPathsOutsideTheHome() async throws {
        let home = try TestHome()
        let file = try await made(in: home)
        for path in ["../evil", "/tmp/operations-evil", "data/../../evil", "data//evil", "landing_pad/../evil"] {
            let folder = home.paths.root.appending(path: "unpacked-\(UUID().uuidString)").path
            let packed = home.paths.root.appending(path: "evil.tar").path
            let made = try shell(
                """
                mkdir \(folder) && cd \(folder) && tar xf \(file.path) && echo x >evil && \
                tar cPf \(packed) --transform='s,^evil$,\(path),' astrobase-backup.json evil astrobase.sqlite manifest.jsonl
                """)
            #expect(made.status == 0, "\(made.output)")
            try await expectRefused(packed)
        }
    }

    private func expectRefused(_ archive: String) async throws {
        let other = try TestHome()
        let restore = restore(other)
        await #expect(throws: BackupError.self) { try await restore.read(from: URL(fileURLWithPath: archive)) }
        #expect(other.files() == [])
        #expect(!Restore.isUnfinished(other.paths))
    }

    /// Killed while it put things into place: the mark is still there, a part of the files too, the database not yet.
    @Test func anInterruptedRestoreIsNeverTakenForWhole() async throws {
        let (home, other) = (try TestHome(), try TestHome())
        let file = try await made(in: home)
        try other.write("", to: ".restore-unfinished")
        try other.write("part", to: "data/raw/orion.jpg")
        #expect(Restore.isUnfinished(other.paths))
        #expect(await RestoreCheck(home: other.paths).examine().worst == .problem)
        let backup = Backup(home: other.paths, snapshot: { _ in MemoryRepository() })
        await #expect(throws: BackupError.self) { try await backup.write(to: other.paths.root.appending(path: "x.tar")) }
        _ = try await restore(other).read(from: file)
        #expect(!Restore.isUnfinished(other.paths))
        #expect(other.read("data/raw/orion.jpg") == "orion's light")
        #expect(await RestoreCheck(home: other.paths).examine() == [])
    }

    @Test func restoresNothingWhenTheDatabaseIsNotSound() async throws {
        struct Damaged: Error {}
        let (home, other) = (try TestHome(), try TestHome())
        let file = try await made(in: home)
        let restore = Restore(home: other.paths, databaseCheck: { _ in throw Damaged() })
        await #expect(throws: Damaged.self) { try await restore.read(from: file) }
        #expect(other.files() == [])
    }
}
