import CGuard
import Foundation

/// The process between Astrobase and a solver. It ends the solver with everything that was started below it when the solver is done,
/// when it is asked to, and when the other end of its standard input is gone: that is, when Astrobase died, however it died.
public enum Guard {
    /// The arguments that `run` takes, for a program with its arguments.
    static func arguments(memoryBytes: Int, program: String, _ arguments: [String]) -> [String] {
        ["\(memoryBytes)", program] + arguments
    }

    /// Runs a program under guard; called by `astrobase guard`.
    ///
    /// - Parameter arguments: bytes of address space a process may have (0: no limit), then the program and its arguments.
    /// - Returns: what the guard process is to exit with: the program's status, 128 + signal, 126 where it could not be
    ///   started, 125 where it was ended, 2 on wrong arguments.
    public static func run(arguments: [String]) -> Int32 {
        guard arguments.count >= 2, let memory = UInt64(arguments[0]) else { return 2 }
        var copies: [UnsafeMutablePointer<CChar>?] = arguments.dropFirst().map { strdup($0) }
        copies.append(nil)
        defer { copies.forEach { free($0) } }
        return guard_run(copies, memory)
    }
}
