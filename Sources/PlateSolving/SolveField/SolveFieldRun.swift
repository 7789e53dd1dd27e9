import FITS
import Foundation
import StarIndex

/// One run of solve-field in a folder: what it is given, and what came out.
struct SolveFieldRun: Sendable {
    /// What the solver says of a match, in pixels of the picture it was given.
    struct Match: Sendable {
        var stars: Int
        var logOdds: Double
        var index: String?
        /// The name that its files share, in the run's folder.
        var stem: String
    }

    enum Source: Sendable {
        /// Stars in the order in which they are to be tried.
        case stars([DetectedStar])
        /// An eight-bit FITS picture whose stars the solver finds itself.
        case picture(file: String)
    }

    var source: Source
    /// Pixels.
    var width: Int
    var height: Int
    var indexes: [StarIndexInfo]
    var inParallel: Bool
    var depths: [String]
    /// Arcsec per pixel of the picture given.
    var scaleLow: Double
    var scaleHigh: Double
    /// Degrees.
    var position: (ra: Double, dec: Double, radius: Double)?
    /// Of processor time.
    var seconds: Double

    /// - Returns: nil where nothing matched.
    /// - Throws: `SolveFailure` when the solver cannot be run or broke down.
    func run(_ stem: String, with program: GuardedProgram, _ solver: String, in folder: URL) async throws -> Match? {
        let input = try write(stem, in: folder)
        // The solver's own limit is a soft one: it has taken twice as long.
        let ending = try await program.run(
            solver, arguments(stem, input: input), in: folder, processorSeconds: Int(1.25 * seconds) + 2)
        let solved = FileManager.default.fileExists(atPath: folder.appending(path: "\(stem).solved").path)
        guard solved, let ending else {
            // The solver ends with 0 also when nothing matched; else it crashed, ran out of memory or disk, or is not there.
            if let ending, ending.status != 0 { throw SolverBroke(ending: ending, solver: solver) }
            return nil
        }
        return Self.match(in: ending.output, stem: stem)
    }

    private func write(_ stem: String, in folder: URL) throws -> String {
        let lines =
            (inParallel ? ["inparallel"] : []) + ["cpulimit \(Int(seconds.rounded(.up)))"] + indexes.map { "index \($0.path)" }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: "\(stem).cfg"))
        switch source {
        case .picture(let file): return file
        case .stars(let stars):
            let table = FITSTable(
                columns: [
                    // FITS counts pixels from 1.
                    FITSColumn(name: "X", storage: .float, values: .numbers(stars.map { $0.x + 1 })),
                    FITSColumn(name: "Y", storage: .float, values: .numbers(stars.map { $0.y + 1 })),
                    FITSColumn(name: "FLUX", storage: .float, values: .numbers(stars.map(\.flux))),
                    FITSColumn(name: "BACKGROUND", storage: .float, values: .numbers(stars.map(\.background))),
                ], rowCount: stars.count)
            try table.write(path: folder.appending(path: "\(stem).xyls").path)
            return "\(stem).xyls"
        }
    }

    private func arguments(_ stem: String, input: String) -> [String] {
        var arguments = [
            "--overwrite", "--no-plots", "--no-verify", "--dir", ".", "--out", stem, "--temp-dir", ".",
            "--config", "\(stem).cfg", "--cpulimit", "\(Int(seconds.rounded(.up)))",
            "--scale-units", "app", "--scale-low", "\(scaleLow)", "--scale-high", "\(scaleHigh)",
            "--odds-to-solve", "1e9", "--tweak-order", "2", "--new-fits", "none", "--index-xyls", "none",
        ]
        if !depths.isEmpty { arguments += ["--depth", depths.joined(separator: ",")] }
        if let position {
            arguments += ["--ra", "\(position.ra)", "--dec", "\(position.dec)", "--radius", "\(position.radius)"]
        }
        if case .stars = source {
            // They come in the right order already.
            arguments += [
                "--width", "\(width)", "--height", "\(height)", "--x-column", "X", "--y-column", "Y", "--no-remove-lines",
                "--uniformize", "0",
            ]
        }
        return arguments + [input]
    }

    /// The last match that the solver reported is the one it kept.
    static func match(in output: String, stem: String) -> Match? {
        let odds = output.matches(of: /log-odds ratio ([-+.0-9e]+) \([^)]*\), (\d+) match/).last
        let index = output.matches(of: /solved with index (\S+?)\.?\n/).last
        guard let odds, let logOdds = Double(odds.output.1), let stars = Int(odds.output.2) else { return nil }
        let name = index.map { URL(fileURLWithPath: String($0.output.1)).deletingPathExtension().lastPathComponent }
        return Match(stars: stars, logOdds: logOdds, index: name, stem: stem)
    }
}
