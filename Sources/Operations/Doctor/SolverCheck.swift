import Foundation
import Subprocess

/// Is the solver's program there, and which version is it?
public struct SolverCheck: DoctorCheck {
    static let remedy = "apt-get install astrometry.net"
    let program: String?

    /// - Parameter program: a name that is looked up in PATH, or a path; nil where Astrobase itself solves.
    public init(program: String?) { self.program = program }

    public func examine() async -> [DoctorFinding] {
        guard let program else { return [DoctorFinding("solver", .ok, "Astrobase's own (index)")] }
        return await examine(program)
    }

    private func examine(_ program: String) async -> [DoctorFinding] {
        let missing = DoctorFinding(
            "solver", .problem, "\(program) cannot be run, so no picture can be solved here.", remedy: Self.remedy)
        do {
            let result = try await run(
                // `env` takes names and paths alike.
                .name("env"), arguments: [program, "--version"], output: .string(limit: 4096), error: .string(limit: 65536))
            let text = result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
            guard result.terminationStatus != .exited(127) && result.terminationStatus != .exited(126) else { return [missing] }
            guard result.terminationStatus.isSuccess, let version = text.split(separator: "\n").first, version.count < 40 else {
                return [
                    DoctorFinding("solver", .warning, "\(program) is there but does not say its version.", remedy: Self.remedy)
                ]
            }
            return [DoctorFinding("solver", .ok, "\(program) \(version)")]
        } catch {
            return [missing]
        }
    }
}
