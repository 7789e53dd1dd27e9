import FITS
import Foundation
import PlateSolving
import Raster
import Testing

/// How the engine behaves with solvers that are not as they should be.
@Suite(.enabled(if: TestPlaces.canSolve, "needs astrobase, astrometry.net and ../shared/images"))
struct SolveFieldEngineTests {
    private let picture = TestPlaces.photos.appending(path: "cedar-pleiades.jpg")

    @Test func aMissingSolverIsNamed() async throws {
        let reason = try await failure { $0.program = "no-such-solver" }
        #expect(reason.contains("no-such-solver") && reason.contains("apt-get install"))
    }

    @Test func missingIndexFilesAreNamed() async throws {
        let folder = try TestPlaces.newFolder()
        let reason = try await failure { $0.indexFolder = folder.path }
        #expect(reason.contains(folder.path) && reason.contains("apt-get install"))
    }

    @Test func aSolverThatBreaksDownIsAFaultOfTheMachine() async throws {
        let script = try script("echo cannot allocate >&2; exit 3")
        await #expect {
            _ = try await engine { $0.program = script }.solve(
                picture: picture, hints: SolveHints(), in: try TestPlaces.newFolder(), timeout: 60)
        } throws: { error in
            !(error is SolveFailure) && "\(error)".contains("cannot allocate")
        }
    }

    @Test func aSolverThatHangsIsEndedWithItsChildren() async throws {
        let word = "86421.\(Int.random(in: 0..<1_000_000))"
        let script = try script("sleep \(word) & setsid sleep \(word) & sleep \(word)")
        let begin = ContinuousClock.now
        let reason = try await failure(timeout: 1.5) { $0.program = script }
        #expect(reason.contains("time limit"))
        #expect(begin.duration(to: .now) < .seconds(60))
        #expect(TestPlaces.processes(with: word) == 0)
    }

    @Test func cancellingEndsTheSolverWithItsChildren() async throws {
        let word = "86422.\(Int.random(in: 0..<1_000_000))"
        let script = try script("sleep \(word) & setsid sleep \(word) & sleep \(word)")
        let engine = engine { $0.program = script }
        let folder = try TestPlaces.newFolder()
        let task = Task { try await engine.solve(picture: picture, hints: SolveHints(), in: folder, timeout: 60) }
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 3 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(TestPlaces.processes(with: word) == 0)
    }

    @Test func aPictureWithoutStarsSaysSo() async throws {
        let path = try TestPlaces.newFolder().appending(path: "blank.fits")
        try FITSImageWriter.write(path: path.path, width: 300, height: 200, planes: 1, sample: .u8, cards: []) { _, _, row in
            row.initializeMemory(as: UInt8.self, repeating: 9, count: 300)
        }
        #expect(try await failure(of: path) { _ in }.contains("No stars"))
    }

    @Test func whatIsNoPictureSaysSo() async throws {
        let path = try TestPlaces.newFolder().appending(path: "a.jpg")
        try Data("no picture".utf8).write(to: path)
        #expect(try await failure(of: path) { _ in }.contains("a.jpg"))
    }

    private func script(_ text: String) throws -> String {
        let path = try TestPlaces.newFolder().appending(path: "solver").path
        #expect(FileManager.default.createFile(
            atPath: path, contents: Data("#!/bin/sh\n\(text)\n".utf8), attributes: [.posixPermissions: 0o755]))
        return path
    }

    private func engine(_ change: (inout SolveFieldConfiguration) -> Void) -> SolveFieldEngine {
        var configuration = SolveFieldConfiguration(guardProgram: [TestPlaces.astrobase ?? "", "guard"])
        configuration.indexFolder = TestPlaces.indexFolder
        change(&configuration)
        return SolveFieldEngine(configuration)
    }

    private func failure(
        of picture: URL? = nil, timeout: Double = 60, _ change: (inout SolveFieldConfiguration) -> Void
    ) async throws -> String {
        let folder = try TestPlaces.newFolder()
        do {
            _ = try await engine(change).solve(
                picture: picture ?? self.picture, hints: SolveHints(), in: folder, timeout: timeout)
            Issue.record("it was solved")
            return ""
        } catch let failure as SolveFailure {
            return failure.reason
        }
    }
}
