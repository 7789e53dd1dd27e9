import FITS
import FileArchive
import Foundation
import Observations
import Pipeline
import PlateSolving
import Synchronization
import Testing
import WCS

@Suite struct SolvingTests {
    var home: TestHome

    init() async throws {
        home = try TestHome()
        home.configuration.autoProcess = true
        try home.drop("m42.jpg", FakeInspector.picture("taken=2023:04:15 20:00:00"))
        _ = try await home.ingest().run()
    }

    var record: Observation {
        get throws { try #require(home.repository.all.first) }
    }

    private func change(_ edit: @Sendable (inout Observation) -> Void) async throws {
        _ = try await home.repository.change(id: record.id, expecting: nil, requesting: []) { edit(&$0) }
    }

    @Test func aPhotoWalksToDone() async throws {
        #expect(try await home.submit().run() == nil)
        #expect(try record.status == .submitted)
        #expect(try record.job == "job-1")
        #expect(try record.astrometryURL == "http://solver.example")
        #expect(home.solver.state.withLock { $0.keys } == ["230415001"])

        #expect(try await home.process().run() == nil)
        let done = try record
        #expect(done.status == .done && done.reason == nil)
        #expect(
            Set(done.products.map { "\($0.type) \($0.filename)" }) == [
                "raw 230415001_raw.jpg", "fits job-1.fits", "wcs_fits job-1_wcs_file.fits", "stars_fits job-1_axy_file.fits",
            ])
        let archive = try home.archive()
        for product in done.products {
            let digest = try await archive.digest(ArchivePath("230415001/\(product.filename)"))
            #expect(digest.size == product.size && digest.sha256 == product.sha256)
        }
        // The centre is CRVAL, since CRPIX is the middle of the picture; half the diagonal of 10 by 6.67 degrees.
        #expect(abs((done.fieldRA ?? 0) - 83.8) < 1e-9 && abs((done.fieldDec ?? 0) + 5.4) < 1e-9)
        #expect(abs((done.fieldFOV ?? 0) - 5.99) < 0.02)
        #expect(abs((done.solution?.pixelScale ?? 0) - 60) < 1e-6)
        #expect(done.solution?.frame == "upright" && done.solution?.engine == "fake" && done.solution?.matchedStars == 42)
        #expect(done.raDecFOV == "10.0, 6.67")
        let box = (done.box ?? "").split(separator: ",").compactMap { Double($0) }
        #expect(box.count == 8)
        // Pixel (0, 0) is at the upper left: east and north of the centre.
        #expect(box[0] > 88 && box[0] < 90 && box[1] < -1.5 && box[1] > -2.5)
        #expect((done.raMin ?? 0) < 79 && (done.raMax ?? 0) > 88.7 && (done.decMin ?? 0) < -8.6 && (done.decMax ?? 0) > -2.1)
        #expect(home.solver.state.withLock { $0.discarded } == ["job-1"])

        let header = try FITSHeader(
            parsing: Data(contentsOf: home.data.appendingPathComponent("230415001/job-1.fits")))
        #expect(header.string("ASTFRAME") == "upright" && header.integer("IMAGEW") == 600)
        #expect(header.integer("NAXIS1") == 600)
    }

    @Test func aPhotoThatIsNotSolvedFailsWithItsReason() async throws {
        home.solver.state.withLock { $0.outcome = .failed(reason: "Too few stars") }
        _ = try await home.submit().run()
        _ = try await home.process().run()
        #expect(try record.status == .failed)
        #expect(try record.reason == "Too few stars")

        // Set pending again by the user, it is a new try under a new key.
        home.solver.state.withLock { $0.outcome = .solved }
        try await change { $0.status = .pending }
        _ = try await home.submit().run()
        _ = try await home.process().run()
        #expect(try record.status == .done)
        #expect(try record.reason == nil)
        let keys = home.solver.state.withLock { $0.keys }
        #expect(keys.count == 2 && Set(keys).count == 2)
    }

    @Test func aSecondSolutionReplacesTheFirst() async throws {
        _ = try await home.submit().run()
        _ = try await home.process().run()
        let first = try record.job
        try await change { $0.status = .pending }
        home.solver.state.withLock { $0.byKey["unrelated"] = "other" }
        _ = try await home.submit().run()
        _ = try await home.process().run()
        #expect(try record.status == .done)
        #expect(try record.job != first)
        #expect(try record.products.filter { $0.type == "wcs_fits" }.count == 1)
        #expect(home.folder.text("data/230415001/\(first)_wcs_file.fits") == nil)
    }

    @Test func aTryThatWasCutOffIsHandedInOnce() async throws {
        // Killed between the solver's answer and the record's change.
        try await change { $0.status = .submitting }
        _ = try await home.solver.submit(
            picture: home.data, key: "230415001", hints: SolveHints())
        _ = try await home.submit().run()
        #expect(try record.job == "job-1")
        #expect(home.solver.state.withLock { $0.byKey.count } == 1)
    }

    @Test func aSolverThatCannotBeReachedIsTriedAgainThenTheReasonIsKept() async throws {
        var home = home
        home.configuration.submitAttempts = 1
        home.solver.state.withLock { $0.submitErrors = [CocoaError(.fileReadUnknown)] }
        _ = try await home.submit().run()
        #expect(try record.status == .failedSubmitting)
        #expect(try record.reason?.isEmpty == false)

        home.configuration.submitAttempts = 3
        try await change { $0.status = .pending }
        home.solver.state.withLock { $0.submitErrors = [CocoaError(.fileReadUnknown)] }
        let submit = try home.submit()
        let delay = try await submit.run()
        #expect(try record.status == .submitting)
        #expect((delay ?? 0) > 1 && (delay ?? 99) <= 5)
        _ = try await home.submit().run()
        #expect(try record.status == .submitted)
    }

    @Test func aPictureTheSolverLostIsHandedInAgain() async throws {
        _ = try await home.submit().run()
        home.solver.state.withLock { state in
            state.submissions = [:]
            state.byKey = [:]
        }
        _ = try await home.process().run()
        #expect(try record.status == .pending)
        _ = try await home.submit().run()
        _ = try await home.process().run()
        #expect(try record.status == .done)
    }

    @Test func whatIsBeingSolvedIsLeftAlone() async throws {
        home.solver.state.withLock { $0.outcome = .solving }
        _ = try await home.submit().run()
        #expect(try await home.process().run() != nil)
        #expect(try record.status == .submitted)
    }

    @Test func removingTakesFilesThenTheRecord() async throws {
        _ = try await home.submit().run()
        _ = try await home.process().run()
        try await change { $0.status = .removing }
        let cleanup = CleanupStep(
            archive: try home.archive(), repository: home.repository, solver: home.solver, configuration: home.configuration,
            progress: home.progress)
        try await cleanup.run()
        #expect(home.repository.all.isEmpty)
        #expect(try await home.archive().files() == [])
        #expect(home.folder.paths().contains { $0.hasPrefix("data/.trash/") && $0.hasSuffix("/raw/m42.jpg") })
        // The photo may come back: it is a new one then.
        try home.drop("m42.jpg", FakeInspector.picture("taken=2023:04:15 20:00:00"))
        #expect(try await home.ingest().run().ingested == 1)
        #expect(try record.taskID == "230415002")
    }
}
