import FITS
import Foundation
import WCS

/// Brings a run's files to the pixels of the full upright picture.
struct SolutionFiles {
    var folder: URL
    /// The picture that was solved, pixels.
    var width: Int
    var height: Int
    /// How many full pixels one of its pixels is wide.
    var factor: Int
    /// The upright picture at full size.
    var fullWidth: Int
    var fullHeight: Int

    /// The solution at full size.
    func solution(_ match: SolveFieldRun.Match) throws -> WCS {
        let header = try FITSHeader(parsing: Data(contentsOf: file(match.stem, "wcs")))
        let small = try WCS(header: header, width: width, height: height, frame: .upright)
        return try small.scaled(by: Double(factor), width: fullWidth, height: fullHeight)
    }

    func corr(_ match: SolveFieldRun.Match) -> FITSTable? {
        try? FITSTable(path: file(match.stem, "corr").path)
    }

    /// Writes `wcs.fits`, `axy.fits`, `corr.fits` and `rdls.fits`.
    func write(_ match: SolveFieldRun.Match, solution: WCS, engine: String, seconds: Double) throws -> SolveResults {
        var cards = solution.solutionCards
        cards.append(FITSCard("MATCHED", .integer(match.stars), comment: "stars matched"))
        cards.append(FITSCard("LOGODDS", .real(match.logOdds), comment: "natural logarithm of the odds"))
        if let index = match.index { cards.append(FITSCard("INDEXNAM", .string(index), comment: "index file")) }
        cards.append(FITSCard("SOLVER", .string(engine), comment: "engine"))
        let wcs = folder.appending(path: "wcs.fits")
        try FITSImageWriter.writeHeaderOnly(path: wcs.path, header: FITSHeader(cards: cards))
        return SolveResults(
            wcs: wcs, axy: try scaled(match.stem, "axy", ["X", "Y"]),
            corr: try scaled(match.stem, "corr", ["field_x", "field_y", "index_x", "index_y"]),
            rdls: try scaled(match.stem, "rdls", []), matchedStars: match.stars, logOdds: match.logOdds, index: match.index,
            engine: engine, seconds: seconds)
    }

    /// A table with its pixel positions (FITS: from 1) at full size; nil where the solver wrote none.
    private func scaled(_ stem: String, _ kind: String, _ columns: [String]) throws -> URL? {
        let source = file(stem, kind)
        guard FileManager.default.fileExists(atPath: source.path) else { return nil }
        var table = try FITSTable(path: source.path)
        for column in columns {
            guard let values = table[column] else { continue }
            try table.replace(column, with: values.map { ($0 - 0.5) * Double(factor) + 0.5 })
        }
        // The job's keywords name files of a folder that is gone.
        table.primary = FITSHeader(cards: [
            FITSCard("IMAGEW", .integer(fullWidth), comment: "width of the picture, pixels"),
            FITSCard("IMAGEH", .integer(fullHeight), comment: "height of the picture, pixels"),
        ])
        let target = folder.appending(path: "\(kind).fits")
        try table.write(path: target.path)
        return target
    }

    private func file(_ stem: String, _ kind: String) -> URL { folder.appending(path: "\(stem).\(kind)") }
}
