import Foundation
import Logging
import PlateSolving
import Testing

@Suite struct LocalSolverTests {
    private let picture = URL(fileURLWithPath: "/pictures/a.jpg")

    @Test func aSubmissionIsSolvedAndForgotten() async throws {
        let solver = try solver(FakeEngine(), try TestPlaces.newFolder())
        let news = await solver.news()
        try await running(solver) {
            let submission = try await solver.submit(picture: picture, key: "a1", hints: SolveHints(ra: 1, dec: 2))
            try await expect(solver, submission, .solved)
            let results = try await solver.results(of: submission)
            #expect(try String(contentsOf: results.wcs, encoding: .utf8) == "/pictures/a.jpg")
            // Scratch files are not kept.
            let left = try FileManager.default.contentsOfDirectory(atPath: results.wcs.deletingLastPathComponent().path)
            #expect(left == ["wcs.fits"])
            var states: [SubmissionState] = []
            for await event in news {
                states.append(event.state)
                if event.state == .solved { break }
            }
            #expect(states == [.solving, .solved])
            try await solver.discard(submission)
            #expect(try await solver.state(of: submission) == .unknown)
            try await solver.discard(submission)
        }
    }

    @Test func theSameKeyIsTheSameSubmission() async throws {
        let engine = FakeEngine()
        let solver = try solver(engine, try TestPlaces.newFolder())
        try await running(solver) {
            for _ in 0..<3 {
                let submission = try await solver.submit(picture: picture, key: "same", hints: SolveHints())
                #expect(submission == "same")
                try await expect(solver, "same", .solved)
            }
        }
        #expect(await engine.attempts == 1)
    }

    @Test func noMoreThanTheSlotsAreSolvedAtATime() async throws {
        let engine = FakeEngine(seconds: 0.05)
        let solver = try solver(engine, try TestPlaces.newFolder(), slots: 2)
        try await running(solver) {
            for number in 0..<8 { _ = try await solver.submit(picture: picture, key: "n\(number)", hints: SolveHints()) }
            for number in 0..<8 { #expect(try await ended(solver, "n\(number)") == .solved) }
        }
        #expect(await engine.mostAtATime == 2)
    }

    @Test func aFailureKeepsItsReason() async throws {
        let solver = try solver(FakeEngine(failure: SolveFailure("Only 3 stars.")), try TestPlaces.newFolder())
        try await running(solver) {
            _ = try await solver.submit(picture: picture, key: "f", hints: SolveHints())
            try await expect(solver, "f", .failed(reason: "Only 3 stars."))
            await #expect(throws: SolveFailure.self) { try await solver.results(of: "f") }
        }
    }

    @Test func whatWasCutShortIsBegunAnew() async throws {
        let folder = try TestPlaces.newFolder()
        let slow = try solver(FakeEngine(seconds: 100), folder)
        try await running(slow) {
            _ = try await slow.submit(picture: picture, key: "c", hints: SolveHints())
            #expect(await TestPlaces.wait { (try? await slow.state(of: "c")) == .solving })
        }
        // Its run was cancelled: the submission waits again, and another process takes it up.
        #expect(try await slow.state(of: "c") == .waiting)
        let next = try solver(FakeEngine(), folder)
        try await running(next) { try await expect(next, "c", .solved) }
    }

    @Test func damagedFilesAreFailuresNotCrashes() async throws {
        let folder = try TestPlaces.newFolder()
        for (key, file) in [("job", "job.json"), ("result", "result.json")] {
            let own = folder.appending(path: key, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            try Data("{\"picture\":\"/x\",\"hints\":{},\"attempts\":0}".utf8).write(to: own.appending(path: "job.json"))
            try Data("{ damaged".utf8).write(to: own.appending(path: file))
        }
        let solver = try solver(FakeEngine(), folder)
        try await running(solver) {
            for key in ["job", "result"] {
                let state = try await ended(solver, key)
                guard case .failed(let reason) = state else {
                    Issue.record("\(key) is \(state)")
                    continue
                }
                #expect(reason.contains("damaged"))
            }
        }
    }

    @Test func aFaultOfTheMachineIsTriedAgain() async throws {
        let engine = FakeEngine(faults: 2)
        let solver = try solver(engine, try TestPlaces.newFolder())
        try await running(solver) {
            _ = try await solver.submit(picture: picture, key: "m", hints: SolveHints())
            try await expect(solver, "m", .solved)
        }
        #expect(await engine.attempts == 3)
    }

    @Test func aFaultThatStaysIsAFailureInTheEnd() async throws {
        let solver = try solver(FakeEngine(faults: .max), try TestPlaces.newFolder())
        try await running(solver) {
            _ = try await solver.submit(picture: picture, key: "m", hints: SolveHints())
            let state = try await ended(solver, "m")
            guard case .failed(let reason) = state else {
                Issue.record("it is \(state)")
                return
            }
            #expect(reason.contains("No space left"))
        }
    }

    @Test(arguments: ["", "../x", "a/b", ".hidden", "a b"]) func keysThatAreNoFolderNamesAreRefused(_ key: String) async throws {
        let solver = try solver(FakeEngine(), try TestPlaces.newFolder())
        await #expect(throws: SolveFailure.self) {
            try await solver.submit(picture: picture, key: key, hints: SolveHints())
        }
    }

    private func solver(_ engine: FakeEngine, _ folder: URL, slots: Int = 1) throws -> LocalSolver {
        try LocalSolver(
            engine: engine, folder: folder, slots: slots, timeout: 10, firstRetry: 0.01,
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Runs the service while the body runs.
    private func running(_ solver: LocalSolver, _ body: () async throws -> Void) async throws {
        let service = Task { try await solver.run() }
        do { try await body() } catch {
            service.cancel()
            throw error
        }
        service.cancel()
        try await service.value
    }

    private func expect(_ solver: LocalSolver, _ submission: String, _ state: SubmissionState) async throws {
        let ended = try await ended(solver, submission)
        #expect(ended == state)
    }

    private func ended(_ solver: LocalSolver, _ submission: String) async throws -> SubmissionState {
        _ = try await TestPlaces.wait {
            switch try await solver.state(of: submission) {
            case .waiting, .solving: false
            default: true
            }
        }
        return try await solver.state(of: submission)
    }
}
