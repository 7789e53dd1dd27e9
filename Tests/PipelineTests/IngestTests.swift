import Foundation
import Observations
import Pipeline
import Synchronization
import TaskQueue
import Testing

@Suite struct IngestTests {
    @Test func aPhotoBecomesAnObservation() async throws {
        let home = try TestHome()
        let photo = FakeInspector.picture(
            "taken=2023:04:15 23:30:00", "offset=-02:00", "camera=Canon EOS R6", "iso=1600", "exposure=120.4", "focal=135",
            "turned")
        try home.drop("Night One/M42.v2.JPG", photo)
        let outcome = try await home.ingest().run()
        #expect(outcome.ingested == 1 && outcome.left == 0)
        #expect(home.inPad == [])
        let record = try #require(home.repository.all.first)
        #expect(record.taskID == "230416001")
        #expect(record.name == "M42.v2" && record.description == "M42.v2" && record.fieldName == "M42.v2")
        #expect(record.date == (try Date("2023-04-16T01:30:00Z", strategy: .iso8601)))
        #expect(record.dateSource == "EXIF offset")
        #expect(record.status == .raw)
        #expect(record.originalFile == "m42.v2.jpg")
        #expect(record.fieldRA == 0 && record.fieldDec == 0 && record.fieldFOV == 0)
        #expect(record.camera == "Canon EOS R6" && record.isoSpeed == 1600 && record.iso == "1600")
        #expect(record.exposureSeconds == 120 && record.exposureTime == 120.4 && record.focalLength == 135)
        #expect(record.width == 400 && record.height == 600 && record.exifOrientation == 6 && record.format == "jpeg")
        #expect(record.products.map(\.filename) == ["230416001_raw.jpg"])
        #expect(record.products.map(\.size) == [Int64(photo.utf8.count)])
        #expect(home.folder.text("data/raw/m42.v2.jpg") == photo)
        #expect(home.folder.text("data/230416001/230416001_raw.jpg") == photo)
        #expect(home.inIncoming == [])
        #expect(home.repository.state.withLock { $0.requests } == [])
    }

    @Test func withAutoProcessItIsToBeSolvedAtOnce() async throws {
        var home = try TestHome()
        home.configuration.autoProcess = true
        try home.drop("a.jpg", FakeInspector.picture())
        _ = try await home.ingest().run()
        #expect(home.repository.all.map(\.status) == [.pending])
        #expect(home.repository.state.withLock { $0.requests.map(\.name) } == [RegistrationTasks.submit])
    }

    @Test func aPictureThatSaysNothingHasItsFilesDate() async throws {
        let home = try TestHome()
        try home.drop("a.jpg", FakeInspector.picture())
        let time = try Date("2021-12-31T23:59:59Z", strategy: .iso8601)
        try FileManager.default.setAttributes(
            [.modificationDate: time], ofItemAtPath: home.pad.appendingPathComponent("a.jpg").path)
        _ = try await home.ingest().run()
        #expect(home.repository.all.map(\.taskID) == ["211231001"])
        #expect(home.repository.all.map(\.dateSource) == ["file"])
    }

    @Test func equalNamesAndOddNamesAllWork() async throws {
        let home = try TestHome()
        let names = ["a/M42.jpg", "b/M42.JPG", "m42.jpg", "ünï cödé/星雲 (1).final.jpeg", "noending", "UPPER.JPEG"]
        for name in names { try home.drop(name, FakeInspector.picture("name=\(name)")) }
        let outcome = try await home.ingest().run()
        #expect(outcome.ingested == 6)
        #expect(home.inPad == [])
        // Which number an equal name gets depends on who is first: several photos are taken at the same time.
        let originals = Set(home.inRaw)
        #expect(originals.count == 6)
        #expect(originals.isSuperset(of: ["m42.jpg", "m42-2.jpg", "星雲 (1).final.jpeg", "noending", "upper.jpeg"]))
        #expect(originals.count { $0.hasPrefix("m42") && $0.hasSuffix(".jpg") } == 3)
        #expect(Set(home.repository.all.map(\.taskID)).count == 6)
        for record in home.repository.all {
            let original = home.folder.text("data/raw/\(record.originalFile ?? "")")
            #expect(original != nil)
            #expect(original == home.folder.text("data/\(record.taskID)/\(record.products[0].filename)"))
        }
        #expect(home.repository.all.first { $0.name == "noending" }?.products[0].filename.hasSuffix("_raw.jpg") == true)
    }

    @Test func whatIsNoGoodIsRejectedWithItsReason() async throws {
        let home = try TestHome()
        try home.drop("sub/notes.txt", "hello")
        try home.drop("cut.jpg", "PIC\nno end")
        try home.drop("huge.jpg", "PIC\nBIG\nEND")
        try home.drop("empty.jpg", "")
        try home.drop("rejected/cut.jpg", "an older one")
        let outcome = try await home.ingest().run()
        #expect(outcome.rejected == 4 && outcome.ingested == 0)
        #expect(
            home.inPad == [
                "rejected/cut-2.jpg", "rejected/cut-2.jpg.reason.txt", "rejected/cut.jpg", "rejected/empty.jpg",
                "rejected/empty.jpg.reason.txt", "rejected/huge.jpg", "rejected/huge.jpg.reason.txt", "rejected/sub/notes.txt",
                "rejected/sub/notes.txt.reason.txt",
            ])
        #expect(home.folder.text("pad/rejected/cut.jpg") == "an older one")
        #expect(home.folder.text("pad/rejected/sub/notes.txt.reason.txt")?.contains("no picture") == true)
        #expect(home.folder.text("pad/rejected/huge.jpg.reason.txt")?.contains("400 megapixels") == true)
        #expect(home.repository.all.isEmpty && home.inIncoming.isEmpty && home.inRaw.isEmpty)
        // Looked at again, nothing happens.
        #expect(try await home.ingest().run() == IngestOutcome())
    }

    @Test func theSamePictureAgainIsSetAside() async throws {
        let home = try TestHome()
        try home.drop("first.jpg", FakeInspector.picture("taken=2023:04:15 20:00:00"))
        _ = try await home.ingest().run()
        try home.drop("sub/again.jpg", FakeInspector.picture("taken=2023:04:15 20:00:00"))
        let outcome = try await home.ingest().run()
        #expect(outcome.duplicates == 1)
        #expect(home.repository.all.count == 1)
        #expect(home.inPad == ["duplicates/sub/again.jpg", "duplicates/sub/again.jpg.reason.txt"])
        #expect(home.folder.text("pad/duplicates/sub/again.jpg.reason.txt")?.contains("230415001") == true)
        #expect(home.inRaw == ["first.jpg"] && home.inIncoming == [])
    }

    @Test func equalPicturesDroppedTogetherBecomeOne() async throws {
        let home = try TestHome()
        for number in 1...8 { try home.drop("\(number).jpg", FakeInspector.picture()) }
        for _ in 0..<8 { _ = try await home.ingest().run() }
        #expect(home.repository.all.count == 1)
        #expect(home.inRaw.count == 1)
        #expect(home.inPad.filter { !$0.hasSuffix(".reason.txt") }.count == 7)
    }

    @Test func troubleWithTheArchiveIsToldOnceAndNothingIsLost() async throws {
        let home = try TestHome()
        for number in 1...5 { try home.drop("\(number).jpg", FakeInspector.picture("number=\(number)")) }
        // A file where the folder of originals is to be: writing there fails, as on a disk that is read-only.
        _ = try home.folder.file("data/raw", "in the way")
        let listener = home.progress.events()
        let ingest = try home.ingest()
        for _ in 0..<3 { _ = try await ingest.run() }
        #expect(home.inPad.count == 5)
        #expect(home.repository.all.isEmpty && home.inIncoming.isEmpty)

        try FileManager.default.removeItem(at: home.data.appendingPathComponent("raw"))
        #expect(try await ingest.run().ingested == 5)
        #expect(home.inPad == [])
        var delayed = 0
        var done = 0
        for await event in listener {
            if event.outcome == .delayed { delayed += 1 }
            if event.outcome == .done { done += 1 }
            if done == 5 { break }
        }
        #expect(delayed == 1)
    }
}
