public import Foundation
import FITS
import Sky
import StarIndex
import Threads
import WCS

/// Solves with astrometry.net's solve-field.
///
/// Finding which piece of sky it is goes by our own star list, in several passes (`SolvePass`), because that takes a fraction of
/// a second where solve-field's own way takes many. The solution that is kept is then made by solve-field from the
/// picture itself, told where it is: the same that it would give by itself.
public struct SolveFieldEngine: SolveEngine {
    public let name = "solve-field"
    let configuration: SolveFieldConfiguration
    let program: GuardedProgram
    let pool = BlockingPool(name: "solve-field", width: 4)

    public init(_ configuration: SolveFieldConfiguration) {
        self.configuration = configuration
        program = GuardedProgram(launcher: configuration.guardProgram, memoryBytes: configuration.memoryBytes)
    }

    public func solve(picture: URL, hints: SolveHints, in folder: URL, timeout: Double) async throws -> SolveResults {
        try await withThrowingTaskGroup(of: SolveResults?.self) { group in
            group.addTask { try await self.attempt(picture, hints, folder) }
            group.addTask {
                try await Task.sleep(for: .seconds(timeout))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let results = first else {
                throw SolveFailure.timeOut(timeout)
            }
            return results
        }
    }

    private func attempt(_ picture: URL, _ hints: SolveHints, _ folder: URL) async throws -> SolveResults {
        let begin = ContinuousClock.now
        let limit = configuration.limitMegapixels
        let indexFolder = configuration.indexFolder
        let (stars, indexes) = try await pool.run {
            (try StarPicture(path: picture.path, limitMegapixels: limit), Self.usableIndexes(in: indexFolder))
        }
        guard !indexes.isEmpty else {
            throw SolveFailure.noIndex(indexFolder)
        }
        let search = SolveSearch(engine: self, picture: stars, indexes: indexes, folder: folder)
        do {
            let found = try await search.find(hints)
            let best = try await search.best(found)
            let name = name
            return try await pool.run {
                let took = begin.duration(to: .now)
                let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
                return try best.files.write(best.match, solution: best.solution, engine: name, seconds: seconds)
            }
        } catch let broken as SolverBroke where broken.isMissing {
            throw SolveFailure("\(broken)")
        } catch let error as WCSError {
            throw SolveFailure("The solver's result is no usable solution: \(error)")
        }
    }

    /// Largest features first, as the solver's own configuration has them: that is the order in which it tries them, there are
    /// few of the large ones, and it is part of which of several good matches is found.
    private static func usableIndexes(in folder: String) -> [StarIndexInfo] {
        IndexFolder.scan(folder).indexes.filter(\.byteOrderNative).sorted {
            ($0.scaleHigh, $0.name) > ($1.scaleHigh, $1.name)
        }
    }
}
