import Foundation
import Observations
import Pipeline
import Testing

/// Work is cut off before each of its steps in turn and begun again: nothing is lost, nothing is there twice.
@Suite struct CrashTests {
    @Test(arguments: [1, 3])
    func ingest(photos: Int) async throws {
        for steps in 0..<400 {
            let home = try TestHome()
            for number in 1...photos { try home.drop("sub/m42 \(number).JPG", FakeInspector.picture("number=\(number)")) }
            let fuse = Fuse(steps: steps)
            let cut = MemoryRepository { _ in try fuse.burn() }
            _ = try? await home.ingest(fuse, cut).run()

            let repository = cut.reopened()
            _ = try await home.ingest(nil, repository).run()
            let names = Set(home.inRaw)
            #expect(repository.all.count == photos, "after \(steps) steps")
            #expect(names == Set((1...photos).map { "m42 \($0).jpg" }), "after \(steps) steps")
            #expect(home.inPad == [], "after \(steps) steps")
            #expect(home.inIncoming == [], "after \(steps) steps")
            for record in repository.all {
                #expect(home.folder.text("data/\(record.taskID)/\(record.taskID)_raw.jpg") != nil)
                #expect(home.folder.text("data/raw/\(record.originalFile ?? "?")") != nil)
            }
            let folders = try FileManager.default.contentsOfDirectory(atPath: home.data.path).filter { !$0.hasPrefix(".") }
            #expect(folders.count == photos + 1, "after \(steps) steps")
            if !fuse.isBlown {
                #expect(steps > 10)
                return
            }
        }
        Issue.record("the ingest never came to its end")
    }

    @Test func aPictureThatIsRejectedIsRejectedOnce() async throws {
        for steps in 0..<100 {
            let home = try TestHome()
            try home.drop("cut.jpg", "PIC\nno end")
            let fuse = Fuse(steps: steps)
            let cut = MemoryRepository { _ in try fuse.burn() }
            _ = try? await home.ingest(fuse, cut).run()
            _ = try await home.ingest(nil, cut.reopened()).run()
            #expect(home.inPad == ["rejected/cut.jpg", "rejected/cut.jpg.reason.txt"], "after \(steps) steps")
            #expect(home.inIncoming == [])
            if !fuse.isBlown { return }
        }
        Issue.record("the ingest never came to its end")
    }

    /// The record is there and the landing pad's file too: that is no second picture of the user's.
    @Test func aFileLeftBehindByACrashIsNoDuplicate() async throws {
        let home = try TestHome()
        try home.drop("m42.jpg", FakeInspector.picture())
        let cut = MemoryRepository { step in if step == "after commit" { throw Cut() } }
        _ = try? await home.ingest(nil, cut).run()
        // A record whose commit was not heard of is looked up, so the run finished by itself or left it to the next.
        _ = try await home.ingest(nil, cut.reopened()).run()
        #expect(cut.all.count == 1)
        #expect(home.inPad == [])
    }

    @Test func processing() async throws {
        for steps in 0..<100 {
            var home = try TestHome()
            let fuse = Fuse(steps: steps)
            try home.drop("m42.jpg", FakeInspector.picture("taken=2023:04:15 20:00:00"))
            home.configuration.autoProcess = true
            _ = try await home.ingest().run()
            _ = try await home.submit().run()
            _ = try? await home.process(fuse).run()
            _ = try await home.process().run()
            #expect(home.repository.all.map(\.status) == [.done], "after \(steps) steps")
            #expect(home.repository.all.first?.products.count == 4)
            #expect(home.inIncoming == [])
            if !fuse.isBlown { return }
        }
        Issue.record("the processing never came to its end")
    }
}
