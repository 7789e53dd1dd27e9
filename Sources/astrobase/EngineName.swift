import ArgumentParser
import Foundation

/// What solves pictures.
enum EngineName: String, CaseIterable, Sendable {
    /// Our own, on index files.
    case index
    /// astrometry.net's program.
    case solveField = "solve-field"
    /// A server with nova.astrometry.net's API.
    case nova
}

/// Engines in the order in which they are tried.
struct EngineChain: Sendable, Hashable, ExpressibleByArgument {
    let names: [EngineName]

    static let usual = EngineChain(names: [.index])
    static let words = EngineName.allCases.map(\.rawValue).joined(separator: ", ") + ", or several in the order in which they are tried"

    init(names: [EngineName]) { self.names = names }

    /// - Parameter argument: names with commas between them, each once.
    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false).map {
            EngineName(rawValue: $0.trimmingCharacters(in: .whitespaces))
        }
        guard !names.contains(nil), Set(names).count == names.count else { return nil }
        self.init(names: names.compactMap { $0 })
    }
}
