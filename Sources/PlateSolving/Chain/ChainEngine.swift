public import Foundation

/// Several engines, one after the other: what the first cannot solve the next one tries.
public struct ChainEngine: SolveEngine {
    public let name: String
    private let engines: [any SolveEngine]

    public init(_ engines: [any SolveEngine]) {
        self.engines = engines
        name = engines.map(\.name).joined(separator: ", ")
    }

    public func solve(picture: URL, hints: SolveHints, in folder: URL, timeout: Double) async throws -> SolveResults {
        var reasons: [String] = []
        var last = SolveFailure("There is no engine to solve with.")
        for engine in engines {
            do {
                return try await engine.solve(picture: picture, hints: hints, in: folder, timeout: timeout)
            } catch let failure as SolveFailure {
                reasons.append("\(engine.name): \(failure.reason)")
                last = SolveFailure(reasons.joined(separator: " "), cause: failure.cause, stars: failure.stars ?? last.stars)
                // What cannot be read here can be read nowhere.
                if failure.cause == .unreadable { break }
            }
        }
        throw last
    }
}
