import Foundation
import PlateSolving
import Testing

@Suite(.enabled(if: TestPlaces.hasGuard, "astrobase was not built")) struct GuardTests {
    @Test func theProgramsStatusComesThrough() async throws {
        #expect(try await run(["0", "0", "/bin/sh", "-c", "exit 7"]).status == 7)
        #expect(try await run(["0", "0", "/bin/sh", "-c", "kill -9 $$"]).status == 128 + 9)
        #expect(try await run(["0", "0", "/no/such/program"]).status == 126)
        #expect(try await run(["nonsense"]).status == 2)
    }

    @Test func whatTheProgramLeavesBehindIsEnded() async throws {
        let word = "86411.\(Int.random(in: 0..<1_000_000))"
        _ = try await run(["0", "0", "/bin/sh", "-c", "sleep \(word) & setsid sleep \(word) & exit 0"])
        #expect(TestPlaces.processes(with: word) == 0)
    }

    @Test func allEndsWhenTheParentIsGone() async throws {
        let word = "86412.\(Int.random(in: 0..<1_000_000))"
        // The first of the two holds the other's standard input; killing it is what kill -9 of Astrobase does.
        let parent = Process()
        parent.executableURL = URL(fileURLWithPath: "/bin/sh")
        let script = "sh -c \"sleep \(word) & setsid sleep \(word) & sleep \(word)\""
        parent.arguments = ["-c", "echo $$; exec sleep 600 | exec \(try #require(TestPlaces.astrobase)) guard 0 0 \(script)"]
        let out = Pipe()
        parent.standardOutput = out
        try parent.run()
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 3 })
        // The process that sleeps 600 s has the shell as its parent.
        let kill = Process()
        kill.executableURL = URL(fileURLWithPath: "/usr/bin/pkill")
        kill.arguments = ["-9", "-P", "\(parent.processIdentifier)", "-x", "sleep"]
        try kill.run()
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 0 })
        #expect(await TestPlaces.wait { !parent.isRunning })
    }

    @Test func terminatingTheGuardEndsAll() async throws {
        let word = "86413.\(Int.random(in: 0..<1_000_000))"
        let (process, input) = try start(["0", "0", "/bin/sh", "-c", "sleep \(word) & sleep \(word)"])
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 2 })
        process.terminate()
        #expect(await TestPlaces.wait { !process.isRunning })
        #expect(TestPlaces.processes(with: word) == 0)
        try input.close()
    }

    @Test func memoryIsLimited() async throws {
        let script = "head -c 200000000 /dev/zero | tail -c 190000000 > /dev/null"
        #expect(try await run(["0", "0", "/bin/sh", "-c", script]).status == 0)
        #expect(try await run(["100000000", "0", "/bin/sh", "-c", script]).status != 0)
    }

    @Test func processorTimeIsLimitedAlsoOfChildren() async throws {
        let begin = ContinuousClock.now
        #expect(try await run(["0", "1", "/bin/sh", "-c", "(while :; do :; done); exit $?"]).status == 124)
        // Generous, for a busy machine.
        #expect(begin.duration(to: .now) < .seconds(15))
        #expect(try await run(["0", "1", "/bin/sh", "-c", "exit 3"]).status == 3)
    }

    private struct Ended {
        var status: Int32
    }

    private func start(_ arguments: [String]) throws -> (Process, FileHandle) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(TestPlaces.astrobase))
        process.arguments = ["guard"] + arguments
        let input = Pipe()
        process.standardInput = input
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, input.fileHandleForWriting)
    }

    private func run(_ arguments: [String]) async throws -> Ended {
        let (process, input) = try start(arguments)
        // Not waitUntilExit, which would hold a thread that other tests need.
        #expect(await TestPlaces.wait(seconds: 30) { !process.isRunning })
        try input.close()
        return Ended(status: process.terminationStatus)
    }
}
