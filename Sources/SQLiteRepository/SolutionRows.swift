import GRDB
import Observations
import Sky

/// Table `solution`: at most one row per observation.
enum SolutionRows {
    static let names = [
        "centre_ra", "centre_dec", "radius", "pixel_scale", "orientation", "parity", "footprint", "corners", "frame",
        "matched_stars", "log_odds", "engine", "index_name", "seconds",
        "limiting_magnitude",
    ]

    /// Writes, replaces or (nil) removes the solution of an observation.
    static func put(_ db: Database, _ solution: SolutionFacts?, observation: Int64) throws {
        guard let s = solution else {
            try db.execute(sql: "DELETE FROM solution WHERE observation_id = ?", arguments: [observation])
            return
        }
        let values: [(any DatabaseValueConvertible)?] = [
            observation, s.centre.ra, s.centre.dec, s.radius, s.pixelScale, s.orientation, s.parity,
            DoubleBlob.data(s.footprint), DoubleBlob.data(s.corners), s.frame, s.matchedStars, s.logOdds, s.engine,
            s.index, s.seconds, s.limitingMagnitude,
        ]
        try db.cachedStatement(sql: insert).execute(arguments: StatementArguments(values))
    }

    static func solution(_ reader: inout RowReader) -> SolutionFacts? {
        guard let ra: Double = reader.optional() else { return nil }
        let centre = SkyPosition(ra: ra, dec: reader.next())
        return SolutionFacts(
            centre: centre, radius: reader.next(), pixelScale: reader.next(), orientation: reader.next(),
            parity: reader.next(), footprint: DoubleBlob.vectors(reader.next()),
            corners: DoubleBlob.positions(reader.next()), frame: reader.next(), matchedStars: reader.optional(),
            logOdds: reader.optional(), engine: reader.next(), index: reader.optional(), seconds: reader.optional(),
            limitingMagnitude: reader.optional())
    }

    private static let insert = """
        INSERT OR REPLACE INTO solution (observation_id, \(names.joined(separator: ", "))) \
        VALUES (?, \(names.map { _ in "?" }.joined(separator: ", ")))
        """
}
