import Foundation
import GRDB
import PlateSolving
public import SQLiteStore

/// Submissions and their pictures in the house's database.
public struct NovaStore: Sendable {
    private let store: Store

    public init(store: Store) { self.store = store }

    /// A picture that is to be solved now.
    struct Claim: Sendable {
        var image: Int64
        var key: Int64
        var folder: String
        var place: Int
        var attempts: Int
        var request: SolveRequest
    }

    /// A submission that is to be opened now.
    struct Opening: Sendable {
        var id: Int64
        var key: Int64
        var folder: String
        var filename: String
        var url: String?
    }

    struct Found: Sendable {
        var filename: String
        /// Why it is no picture.
        var reason: String?
    }

    // MARK: Handing in

    /// - Returns: its number; the submission is on the disk then.
    func add(
        key: Int64, folder: String, filename: String, url: String?, request: SolveRequest, hash: String?, limit: Int
    ) async throws -> Int64 {
        let options = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        let now = Date().timeIntervalSince1970
        return try await store.write { db in
            let open = try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM nova_submission WHERE finished IS NULL AND key = ?1)
                        + (SELECT count(*) FROM nova_image WHERE state = 'waiting' AND key = ?1)
                    """, arguments: [key])
            guard (open ?? 0) < limit else {
                throw NovaError.refused("\(limit) pictures of yours are waiting already; send more when some of them are solved.")
            }
            try db.execute(
                sql: """
                    INSERT INTO nova_submission (key, folder, filename, url, options, hash, created) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """, arguments: [key, folder, filename, url, options, hash, now])
            return db.lastInsertedRowID
        }
    }

    // MARK: Work

    /// After a start: what was in hand waits again; a picture that ended the program three times is given up.
    func recover() async throws {
        try await store.write { db in
            try db.execute(
                sql: """
                    UPDATE nova_image SET state = 'failure', finished = ?, reason = 'The solver broke down over this picture, three times.'
                        WHERE state = 'solving' AND attempts >= 3
                    """, arguments: [Date().timeIntervalSince1970])
            try db.execute(sql: "UPDATE nova_image SET state = 'waiting' WHERE state = 'solving'")
        }
    }

    /// The oldest unopened submission of the key that was served longest ago.
    func nextOpening(except busy: Set<Int64>, served: [Int64: Int]) async throws -> Opening? {
        let now = Date().timeIntervalSince1970
        return try await store.write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT key, id FROM nova_submission WHERE finished IS NULL ORDER BY key, id")
            let open = rows.map { (key: $0[0] as Int64, id: $0[1] as Int64) }.filter { !busy.contains($0.id) }
            guard let next = open.min(by: { (served[$0.key] ?? 0, $0.id) < (served[$1.key] ?? 0, $1.id) }) else { return nil }
            try db.execute(
                sql: "UPDATE nova_submission SET started = coalesce(started, ?) WHERE id = ?", arguments: [now, next.id])
            return try Row.fetchOne(
                db, sql: "SELECT id, key, folder, filename, url FROM nova_submission WHERE id = ?", arguments: [next.id]
            ).map { Opening(id: $0[0], key: $0[1], folder: $0[2], filename: $0[3], url: $0[4]) }
        }
    }

    /// What was found in a submission, all at once; it is not opened again.
    func opened(_ submission: Opening, _ found: [Found], error: String?) async throws {
        let now = Date().timeIntervalSince1970
        try await store.write { db in
            for (place, one) in found.enumerated() {
                try db.execute(
                    sql: """
                        INSERT INTO nova_image (submission, key, place, filename, state, reason, started, finished)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        submission.id, submission.key, place, one.filename, one.reason == nil ? "waiting" : "failure", one.reason,
                        one.reason == nil ? nil : now, one.reason == nil ? nil : now,
                    ])
            }
            try db.execute(
                sql: "UPDATE nova_submission SET finished = ?, error = ? WHERE id = ?", arguments: [now, error, submission.id])
        }
    }

    func setHash(_ hash: String, of submission: Int64) async throws {
        try await store.write { db in
            try db.execute(sql: "UPDATE nova_submission SET hash = ? WHERE id = ?", arguments: [hash, submission])
        }
    }

    /// The oldest waiting picture of the key that was served longest ago; it counts as being solved from now on.
    func claim(served: [Int64: Int]) async throws -> Claim? {
        let now = Date().timeIntervalSince1970
        return try await store.write { db in
            let rows = try Row.fetchAll(db, sql: "SELECT key, min(id) FROM nova_image WHERE state = 'waiting' GROUP BY key")
            let waiting = rows.map { (key: $0[0] as Int64, id: $0[1] as Int64) }
            guard let next = waiting.min(by: { (served[$0.key] ?? 0, $0.id) < (served[$1.key] ?? 0, $1.id) }) else { return nil }
            try db.execute(
                sql: "UPDATE nova_image SET state = 'solving', attempts = attempts + 1, started = ? WHERE id = ?",
                arguments: [now, next.id])
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT i.id, i.key, s.folder, i.place, i.attempts, s.options FROM nova_image i
                        JOIN nova_submission s ON s.id = i.submission WHERE i.id = ?
                    """, arguments: [next.id])
            return try row.map {
                Claim(
                    image: $0[0], key: $0[1], folder: $0[2], place: $0[3], attempts: $0[4],
                    request: try JSONDecoder().decode(SolveRequest.self, from: Data(($0[5] as String).utf8)))
            }
        }
    }

    func solved(_ image: Int64, _ calibration: NovaCalibration, tags: [String]) async throws {
        let json = String(decoding: try JSONEncoder().encode(calibration), as: UTF8.self)
        let now = Date().timeIntervalSince1970
        try await store.write { db in
            try db.execute(
                sql: "UPDATE nova_image SET state = 'success', finished = ?, calibration = ? WHERE id = ?",
                arguments: [now, json, image])
            try db.execute(sql: "DELETE FROM nova_tag WHERE image = ?", arguments: [image])
            for (place, tag) in tags.enumerated() {
                try db.execute(sql: "INSERT INTO nova_tag (image, place, tag) VALUES (?, ?, ?)", arguments: [image, place, tag])
            }
        }
    }

    func failed(_ image: Int64, _ reason: String) async throws {
        let now = Date().timeIntervalSince1970
        try await store.write { db in
            try db.execute(
                sql: "UPDATE nova_image SET state = 'failure', finished = ?, reason = ? WHERE id = ?", arguments: [now, reason, image])
        }
    }

    /// It was not solved, through no fault of its own.
    func waitAgain(_ image: Int64, forgettingAttempt: Bool) async throws {
        try await store.write { db in
            try db.execute(
                sql: "UPDATE nova_image SET state = 'waiting', attempts = attempts - ? WHERE id = ?",
                arguments: [forgettingAttempt ? 1 : 0, image])
        }
    }

    // MARK: Questions

    func submission(_ id: Int64) async throws -> NovaSubmission? {
        try await store.read { db in
            let sql = "SELECT id, key, filename, created, started, finished, error FROM nova_submission WHERE id = ?"
            guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id]) else { return nil }
            let images = try Row.fetchAll(
                db.cachedStatement(sql: "\(Self.imageSQL) WHERE i.submission = ? ORDER BY i.place"), arguments: [id])
            return NovaSubmission(
                id: row[0], key: row[1], filename: row[2], created: Self.date(row[3]) ?? .distantPast, started: Self.date(row[4]),
                finished: Self.date(row[5]), error: row[6], images: try images.map(Self.image))
        }
    }

    func image(_ id: Int64) async throws -> (image: NovaImage, folder: String, place: Int)? {
        try await store.read { db in
            try Row.fetchOne(db.cachedStatement(sql: "\(Self.imageSQL) WHERE i.id = ?"), arguments: [id]).map {
                (try Self.image($0), $0["folder"], $0["place"])
            }
        }
    }

    func tags(of image: Int64) async throws -> [String] {
        try await store.read { db in
            try String.fetchAll(
                db.cachedStatement(sql: "SELECT tag FROM nova_tag WHERE image = ? ORDER BY place"), arguments: [image])
        }
    }

    /// Jobs that have begun.
    func jobs(of key: Int64) async throws -> [Int64] {
        try await store.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT i.id FROM nova_submission s JOIN nova_image i ON i.submission = s.id
                        WHERE s.key = ? AND i.state <> 'waiting' ORDER BY i.id
                    """, arguments: [key])
        }
    }

    /// Solved jobs of public submissions with a tag like this, newest first.
    func jobs(taggedWith text: String, exactly: Bool, limit: Int = 1000) async throws -> [Int64] {
        try await store.read { db in
            let pattern = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            return try Int64.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT t.image FROM nova_tag t JOIN nova_image i ON i.id = t.image JOIN nova_submission s ON s.id = i.submission
                        WHERE \(exactly ? "t.tag = ? COLLATE NOCASE" : "t.tag LIKE ? ESCAPE '\\'")
                        AND json_extract(s.options, '$.isPublic') ORDER BY t.image DESC LIMIT \(limit)
                    """, arguments: [exactly ? text : "%\(pattern)%"])
        }
    }

    func folders() async throws -> Set<String> {
        try await store.read { db in Set(try String.fetchAll(db, sql: "SELECT folder FROM nova_submission")) }
    }

    /// Forgets what was handed in before a time and is not being worked on.
    /// - Returns: the folders that are to go with it.
    func forget(before time: Date) async throws -> [String] {
        try await store.write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, folder FROM nova_submission s WHERE created < ? AND finished IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM nova_image i WHERE i.submission = s.id AND i.state IN ('waiting', 'solving'))
                        LIMIT 500
                    """, arguments: [time.timeIntervalSince1970])
            for row in rows { try db.execute(sql: "DELETE FROM nova_submission WHERE id = ?", arguments: [row[0] as Int64]) }
            return rows.map { $0[1] }
        }
    }

    private static let imageSQL = """
        SELECT i.id, i.submission, i.filename, i.state, i.started, i.finished, i.reason, i.calibration, s.folder AS folder, i.place AS place
            FROM nova_image i JOIN nova_submission s ON s.id = i.submission
        """

    private static func image(_ row: Row) throws -> NovaImage {
        let state: String = row[3]
        let calibration: String? = row[7]
        return NovaImage(
            id: row[0], submission: row[1], filename: row[2], state: NovaImage.State(rawValue: state) ?? .failure,
            started: date(row[4]), finished: date(row[5]), reason: row[6],
            calibration: try calibration.map { try JSONDecoder().decode(NovaCalibration.self, from: Data($0.utf8)) })
    }

    private static func date(_ seconds: Double?) -> Date? { seconds.map { Date(timeIntervalSince1970: $0) } }
}
