import Foundation
import PlateSolving
import Testing

@Suite(.enabled(if: TestPlaces.hasGuard, "astrobase was not built")) struct GuardTests {
    @Test func theProgramsStatusComesThrough() throws {
        #expect(try run(["0", "/bin/sh", "-c", "exit 7"]).status == 7)
        #expect(try run(["0", "/bin/sh", "-c", "kill -9 $$"]).status == 128 + 9)
        #expect(try run(["0", "/no/such/program"]).status == 126)
        #expect(try run(["nonsense"]).status == 2)
    }

    @Test func whatTheProgramLeavesBehindIsEnded() throws {
        let word = "86411.\(Int.random(in: 0..<1_000_000))"
        _ = try run(["0", "/bin/sh", "-c", "sleep \(word) & setsid sleep \(word) & exit 0"])
        #expect(TestPlaces.processes(with: word) == 0)
    }

    @Test func allEndsWhenTheParentIsGone() async throws {
        let word = "86412.\(Int.random(in: 0..<1_000_000))"
        // The first of the two holds the other's standard input; killing it is what kill -9 of Astrobase does.
        let parent = Process()
        parent.executableURL = URL(fileURLWithPath: "/bin/sh")
        let script = "sh -c \"sleep \(word) & setsid sleep \(word) & sleep \(word)\""
        parent.arguments = ["-c", "echo $$; exec sleep 600 | exec \(try #require(TestPlaces.astrobase)) guard 0 \(script)"]
        let out = Pipe()
        parent.standardOutput = out
        try parent.run()
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 3 })
        // The process that sleeps 600 s has the shell as its parent.
        let kill = Process()
        kill.executableURL = URL(fileURLWithPath: "/usr/bin/pkill")
        kill.arguments = ["-9", "-P", "\(parent.processIdentifier)", "-x", "sleep"]
        try kill.run()
        kill.waitUntilExit()
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 0 })
        parent.waitUntilExit()
    }

    @Test func terminatingTheGuardEndsAll() async throws {
        let word = "86413.\(Int.random(in: 0..<1_000_000))"
        let (process, input) = try start(["0", "/bin/sh", "-c", "sleep \(word) & sleep \(word)"])
        #expect(await TestPlaces.wait { TestPlaces.processes(with: word) == 2 })
        process.terminate()
        process.waitUntilExit()
        #expect(TestPlaces.processes(with: word) == 0)
        try input.close()
    }

    @Test func memoryIsLimited() throws {
        let script = "head -c 200000000 /dev/zero | tail -c 190000000 > /dev/null"
        #expect(try run(["0", "/bin/sh", "-c", script]).status == 0)
        #expect(try run(["100000000", "/bin/sh", "-c", script]).status != 0)
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

    private func run(_ arguments: [String]) throws -> Ended {
        let (process, input) = try start(arguments)
        process.waitUntilExit()
        try input.close()
        return Ended(status: process.terminationStatus)
    }
}
