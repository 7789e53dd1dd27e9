import ArgumentParser

/// The engines that solve pictures on this machine.
enum EngineName: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Our own, on index files.
    case index
    /// astrometry.net's program.
    case solveField = "solve-field"

    static var all: String { allCases.map(\.rawValue).joined(separator: " or ") }
}
