import ArgumentParser
import Foundation
import PlateSolving

/// The process between Astrobase and a solver, which ends the solver with all its children when Astrobase is gone.
struct GuardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "guard", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws {
        throw ExitCode(Guard.run(arguments: arguments.first == "--" ? Array(arguments.dropFirst()) : arguments))
    }
}
