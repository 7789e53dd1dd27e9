import Foundation
import GRDB
public import Observations
import SQLiteStore

extension SQLiteObservationRepository {
    public func history(of id: Int64) async throws -> [ObservationChange] {
        try await store.read { db in
            let rows = try Row.fetchAll(
                db.cachedStatement(sql: "SELECT time, status, reason FROM observation_change WHERE observation_id = ? ORDER BY id DESC"),
                arguments: [id])
            return rows.map { row in
                ObservationChange(
                    time: Date(timeIntervalSince1970: row["time"]), status: ObservationStatus(rawValue: row["status"]),
                    reason: row["reason"])
            }
        }
    }
}
