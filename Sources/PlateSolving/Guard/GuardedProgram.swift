import Foundation
import Subprocess
import SystemPackage

/// Runs programs below a guard process, which lets none of them outlive this one.
struct GuardedProgram: Sendable {
    /// How a guarded run ended.
    struct Ending: Sendable {
        /// The program's exit status, or as `Guard.run` says.
        var status: Int32
        /// The last of what it wrote on both outputs.
        var output: String
    }

    /// The guard: a program and its first arguments.
    var launcher: [String]
    var memoryBytes: Int
    /// What is kept of the output.
    private static let outputLimit = 4 << 20

    private static let searchPath =
        "/usr/bin:/bin:/usr/local/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")

    init(launcher: [String], memoryBytes: Int) {
        self.launcher = launcher
        self.memoryBytes = memoryBytes
    }

    /// The guard's status for a program that had used up its processor time.
    private static let timeIsUp: Int32 = 124

    /// Runs a program to its end, or kills it with all its children when its time is over or the task is cancelled.
    ///
    /// - Parameters:
    ///   - folder: its working folder.
    ///   - processorSeconds: for each process. Not wall time, so that a busy machine comes to the same results as an idle
    ///     one; that is limited too, but generously, against programs that wait for ever.
    /// - Returns: nil where the time was over first.
    func run(_ program: String, _ arguments: [String], in folder: URL, processorSeconds: Int) async throws -> Ending? {
        try await withThrowingTaskGroup(of: Ending?.self) { group in
            group.addTask {
                let ending = try await run(program, arguments, processorSeconds, in: folder)
                return ending.status == Self.timeIsUp ? nil : ending
            }
            group.addTask {
                try await Task.sleep(for: .seconds(20 + 8 * processorSeconds))
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            // The other one ends with a cancellation; what it threw is of no interest, that it is gone is.
            while await group.nextResult() != nil {}
            return first
        }
    }

    private func run(
        _ program: String, _ arguments: [String], _ processorSeconds: Int, in folder: URL
    ) async throws -> Ending {
        guard let executable = launcher.first else { throw SolveFailure("There is no guard program to run a solver with.") }
        var options = PlatformOptions()
        // The guard kills everything below it on SIGTERM; killed itself, it could not.
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        let result = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: Arguments(
                Array(launcher.dropFirst())
                    + Guard.arguments(
                        memoryBytes: memoryBytes, processorSeconds: processorSeconds, program: program, arguments)),
            // The distribution's own tools first: the solver's helpers are scripts of its Python.
            environment: .inherit.updating(["PATH": Self.searchPath, "LC_ALL": "C"]),
            workingDirectory: FilePath(folder.path),
            platformOptions: options,
            // Held open while the body runs: its end tells the guard that we are gone.
            input: .inputWriter, output: .sequence, error: .combinedWithOutput
        ) { execution in
            var tail = ""
            for try await line in execution.standardOutput.strings() {
                tail += line + "\n"
                if tail.utf8.count > 2 * Self.outputLimit { tail = String(tail.suffix(Self.outputLimit)) }
            }
            return tail
        }
        try Task.checkCancellation()
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): Int32(code)
            case .signaled(let signal): 128 + Int32(signal)
            }
        return Ending(status: status, output: result.closureResult)
    }
}
