import FITS
import Foundation
import Sky
import StarIndex
import WCS

/// Writes a solution as astrometry.net's programs do: `wcs.fits`, `axy.fits`, `corr.fits`, `rdls.fits`.
struct SolutionWriter {
    let folder: URL
    let width: Int
    let height: Int

    private var primary: FITSHeader {
        FITSHeader(cards: [
            FITSCard("IMAGEW", .integer(width), comment: "width of the picture, pixels"),
            FITSCard("IMAGEH", .integer(height), comment: "height of the picture, pixels"),
        ])
    }

    /// - Parameters:
    ///   - stars: all detected ones, full pixels; their numbers are those of the matched.
    func write(
        _ solution: Refinement.Solution, stars: [DetectedStar], logOdds: Double, engine: String
    ) throws -> SolveResults {
        let name = solution.matched.first.map { solution.index.name(ofStar: $0.index) } ?? solution.index.info.name
        var cards = solution.wcs.solutionCards
        cards += [
            FITSCard("MATCHED", .integer(solution.matched.count), comment: "stars matched"),
            FITSCard("LOGODDS", .real(logOdds), comment: "natural logarithm of the odds"),
            FITSCard("RMS", .real(solution.rms), comment: "pixels, of the matched stars"),
            FITSCard("RMS95", .real(solution.percentile95), comment: "pixels, 95 % of them are nearer"),
            FITSCard("INDEXNAM", .string(name), comment: "index file"),
            FITSCard("SOLVER", .string(engine), comment: "engine"),
        ]
        let wcs = folder.appending(path: "wcs.fits")
        try FITSImageWriter.writeHeaderOnly(path: wcs.path, header: FITSHeader(cards: cards))
        let axy = try writeStars(stars)
        return SolveResults(
            wcs: wcs, axy: axy, corr: try writeMatched(solution, stars), rdls: try writeReferences(solution),
            matchedStars: solution.matched.count, logOdds: logOdds, index: name, engine: engine, seconds: 0)
    }

    func writeStars(_ stars: [DetectedStar]) throws -> URL {
        func column(_ name: String, _ unit: String, _ values: [Double]) -> FITSColumn {
            FITSColumn(name: name, unit: unit, storage: .float, values: .numbers(values))
        }
        return try write(
            "axy",
            [
                column("X", "pix", stars.map { $0.x + 1 }), column("Y", "pix", stars.map { $0.y + 1 }),
                column("FLUX", "unknown", stars.map(\.flux)), column("BACKGROUND", "unknown", stars.map(\.background)),
            ], stars.count)
    }

    private func writeMatched(_ solution: Refinement.Solution, _ stars: [DetectedStar]) throws -> URL {
        let matched = solution.matched
        let sky = try solution.wcs.sky(matched.map { PixelPoint(x: $0.star.place.x, y: $0.star.place.y) })
        let index = matched.map { SkyPosition(UnitVector(directionOf: $0.direction.x, $0.direction.y, $0.direction.z)) }
        // A star that lies three sigma off is believed less.
        let sigma = max(solution.rms, 0.1)
        func numbers(_ name: String, _ unit: String, _ storage: FITSColumn.Storage, _ values: [Double]) -> FITSColumn {
            FITSColumn(name: name, unit: unit, storage: storage, values: .numbers(values))
        }
        return try write(
            "corr",
            [
                numbers("field_x", "pixels", .double, matched.map { $0.star.place.x + 1 }),
                numbers("field_y", "pixels", .double, matched.map { $0.star.place.y + 1 }),
                numbers("field_ra", "degrees", .double, sky.map { $0?.ra ?? .nan }),
                numbers("field_dec", "degrees", .double, sky.map { $0?.dec ?? .nan }),
                numbers("index_x", "pixels", .double, matched.map { $0.predicted.x + 1 }),
                numbers("index_y", "pixels", .double, matched.map { $0.predicted.y + 1 }),
                numbers("index_ra", "degrees", .double, index.map(\.ra)), numbers("index_dec", "degrees", .double, index.map(\.dec)),
                numbers("index_id", "none", .int32, matched.map { Double($0.index) }),
                numbers("field_id", "none", .int32, matched.map { Double($0.star.number) }),
                numbers(
                    "match_weight", "none", .double,
                    matched.map { exp(-pow(length($0.star.place - $0.predicted) / (3 * sigma), 2) / 2) }),
                numbers("FLUX", "unknown", .float, matched.map { stars[$0.star.number].flux }),
                numbers("BACKGROUND", "unknown", .float, matched.map { stars[$0.star.number].background }),
                numbers("MAG_VT", "mag", .float, matched.map { solution.index.magnitude(ofStar: $0.index) }),
            ], matched.count)
    }

    private func writeReferences(_ solution: Refinement.Solution) throws -> URL {
        let sky = solution.inField.map { SkyPosition(UnitVector(directionOf: $0.direction.x, $0.direction.y, $0.direction.z)) }
        return try write(
            "rdls",
            [
                FITSColumn(name: "RA", unit: "deg", storage: .double, values: .numbers(sky.map(\.ra))),
                FITSColumn(name: "DEC", unit: "deg", storage: .double, values: .numbers(sky.map(\.dec))),
                FITSColumn(
                    name: "MAG_VT", unit: "mag", storage: .float,
                    values: .numbers(solution.inField.map { solution.index.magnitude(ofStar: $0.number) })),
            ], sky.count)
    }

    private func write(_ kind: String, _ columns: [FITSColumn], _ rows: Int) throws -> URL {
        let file = folder.appending(path: "\(kind).fits")
        try FITSTable(columns: columns, primary: primary, rowCount: rows).write(path: file.path)
        return file
    }
}
