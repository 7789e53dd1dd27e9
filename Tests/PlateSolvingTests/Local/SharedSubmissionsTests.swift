import Foundation
import Logging
import PlateSolving
import Testing

/// Two solvers on one folder, as on two machines that mount it by different paths.
@Suite struct SharedSubmissionsTests {
    private struct Side {
        let solver: LocalSolver
        let engine: FakeEngine
        let pictures: URL
    }

    @Test func eachSubmissionIsSolvedByOne() async throws {
        let shared = try TestPlaces.newFolder()
        let (left, right) = (try side(shared, "here"), try side(shared, "there"))
        try await running([left, right]) {
            for number in 0..<20 {
                let side = number.isMultiple(of: 2) ? left : right
                _ = try await side.solver.submit(
                    picture: side.pictures.appending(path: "a/\(number).jpg"), key: "n\(number)", hints: SolveHints())
            }
            for number in 0..<20 {
                let key = "n\(number)"
                #expect(try await TestPlaces.wait { try await left.solver.state(of: key) == .solved })
                // Whoever solved it found the picture under his own path, and both see the result.
                let seen = try await left.solver.results(of: key).wcs
                let text = try String(contentsOf: seen, encoding: .utf8)
                #expect([left, right].map { $0.pictures.appending(path: "a/\(number).jpg").path }.contains(text), "\(text)")
                #expect(try await right.solver.state(of: key) == .solved)
            }
        }
        let attempts = await (left.engine.attempts, right.engine.attempts)
        #expect(attempts.0 + attempts.1 == 20)
        #expect(attempts.0 > 0 && attempts.1 > 0)
    }

    /// - Parameter name: of the folder in which this side sees the pictures.
    private func side(_ shared: URL, _ name: String) throws -> Side {
        let (engine, pictures) = (FakeEngine(seconds: 0.02), shared.appending(path: name, directoryHint: .isDirectory))
        let solver = try LocalSolver(
            engine: engine, folder: shared.appending(path: "solver"), pictures: pictures, slots: 1, timeout: 10, firstRetry: 0.01,
            lookSeconds: 0.05, log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        return Side(solver: solver, engine: engine, pictures: pictures)
    }

    private func running(_ sides: [Side], _ body: () async throws -> Void) async throws {
        let services = sides.map { side in Task { try await side.solver.run() } }
        defer { services.forEach { $0.cancel() } }
        try await body()
    }
}
