import Ephemeris
import Foundation
import GRDB
import Synchronization

/// The last nights that were asked about.
final class SurveyCache: Sendable {
    private struct Key: Hashable {
        var stamp: OpenCatalog.Stamp
        var period: Int
        var limit: Double
    }

    /// The latest last. Two: a night has two halves.
    private let kept = Mutex<[(key: Key, survey: NightSurvey)]>([])
    /// Who makes one keeps others from making the same.
    private let making = Mutex(())

    /// Blocks, for a second at most.
    func survey(of asteroids: OpenCatalog, at date: Date, brighterThan limit: Double) throws -> NightSurvey {
        // Deeper pictures of a night are rare enough to do the work again.
        let key = Key(stamp: asteroids.stamp, period: NightSurvey.period(of: date), limit: max(20, limit.rounded(.up)))
        return try making.withLock { _ in
            if let known = kept.withLock({ $0.first { $0.key == key }?.survey }) { return known }
            let blocks = try asteroids.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM block") ?? 0 }
            let survey = try NightSurvey(period: key.period, blocks: blocks, brighterThan: key.limit) { block in
                try asteroids.database.read {
                    try Data.fetchOne($0.cachedStatement(sql: "SELECT orbits FROM block WHERE id = ?"), arguments: [block]) ?? Data()
                }
            }
            kept.withLock { kept in
                kept.append((key, survey))
                if kept.count > 2 { kept.removeFirst() }
            }
            return survey
        }
    }
}
