import CGuard
import Foundation

/// The process between Astrobase and a solver. It ends the solver with everything that was started below it when the solver is
/// done, when it is asked to, and when the other end of its standard input is gone: that is, when Astrobase died, in any way.
public enum Guard {
    /// The arguments that `run` takes, for a program with its arguments.
    static func arguments(
        memoryBytes: Int, processorSeconds: Int, program: String, _ arguments: [String]
    ) -> [String] {
        ["\(memoryBytes)", "\(processorSeconds)", program] + arguments
    }

    /// Runs a program under guard; called by `astrobase guard`.
    ///
    /// - Parameter arguments: bytes of address space and seconds of processor time a process may have (0: no limit), then the
    ///   program and its arguments.
    /// - Returns: what the guard process is to exit with: the program's status, 128 + signal, 126 where it could not be
    ///   started, 125 where it was ended, 124 where its processor time was used up, 2 on wrong arguments.
    public static func run(arguments: [String]) -> Int32 {
        guard arguments.count >= 3, let memory = UInt64(arguments[0]), let seconds = UInt32(arguments[1]) else { return 2 }
        var copies: [UnsafeMutablePointer<CChar>?] = arguments.dropFirst(2).map { strdup($0) }
        copies.append(nil)
        defer { copies.forEach { free($0) } }
        return guard_run(copies, memory, seconds)
    }
}
