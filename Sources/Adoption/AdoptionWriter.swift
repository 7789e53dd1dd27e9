import Foundation
import GRDB
import Observations
import SQLiteRepository
import Sky

/// Writes foreign records as our own. Each in a savepoint: one that is refused takes no other with it.
struct AdoptionWriter {
    let db: Database
    /// From the ids there to the ids here.
    private var observations: [Int64: Int64] = [:]

    init(db: Database) { self.db = db }

    mutating func write(_ archive: ForeignArchive) throws -> [Adoption.Count] {
        var counts = [try writeObservations(archive)]
        counts.append(try each("job", archive.jobs, "id") { row in try add(job: row) })
        counts.append(try each("cutout directory", archive.directories, "directory") { row in try add(directory: row) })
        counts.append(try each("cutout", archive.cutouts, "filename") { row in try add(cutout: row) })
        counts.append(try each("collection", archive.collections, "id") { row in try add(collection: row) })
        if let users = archive.users { counts.append(try each("user", users, "username") { row in try add(user: row) }) }
        return counts
    }

    private struct Refused: Error { let reason: String }

    /// - Parameter add: false for what is here already.
    private func each(
        _ kind: String, _ rows: [ForeignRow], _ key: String, _ add: (ForeignRow) throws -> Bool
    ) throws -> Adoption.Count {
        var count = Adoption.Count(kind: kind)
        for row in rows {
            do {
                var isNew = false
                try db.inSavepoint {
                    isNew = try add(row)
                    return .commit
                }
                if isNew { count.taken += 1 } else { count.present += 1 }
            } catch let error as Refused {
                count.refused.append("\(kind) \(row.text(key) ?? "?"): \(error.reason)")
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                count.refused.append("\(kind) \(row.text(key) ?? "?"): \(error.message ?? "a value that is not allowed")")
            }
        }
        return count
    }

    // MARK: Observations

    private mutating func writeObservations(_ archive: ForeignArchive) throws -> Adoption.Count {
        let products = Dictionary(grouping: archive.products) { $0.integer("observation_id") ?? 0 }
        var taken: [Int64: Int64] = [:]
        let count = try each("observation", archive.observations, "id") { row in
            guard let id = row.integer("id"), let taskID = row.text("taskID"), !taskID.isEmpty else {
                throw Refused(reason: "it has no task id")
            }
            if let known = try Int64.fetchOne(db, sql: "SELECT id FROM observation WHERE task_id = ?", arguments: [taskID]) {
                taken[id] = known
                return false
            }
            var observation = try Self.observation(row, taskID)
            observation.products = products[id]?.compactMap(Self.product) ?? []
            let isFree = try Int64.fetchOne(db, sql: "SELECT id FROM observation WHERE id = ?", arguments: [id]) == nil
            taken[id] = try ObservationRows.insert(db, observation, id: isFree ? id : nil)
            return true
        }
        observations = taken
        // Once all are here: a parent may come after its child.
        for row in archive.observations {
            guard let id = row.integer("id").flatMap({ taken[$0] }), let parent = row.integer("parent_id").flatMap({ taken[$0] }),
                id != parent
            else { continue }
            try db.execute(sql: "UPDATE observation SET parent = ? WHERE id = ? AND parent IS NULL", arguments: [parent, id])
        }
        return count
    }

    private static func observation(_ row: ForeignRow, _ taskID: String) throws -> Observation {
        var o = Observation(taskID: taskID, name: row.text("name") ?? "unknown")
        func set<T>(_ path: WritableKeyPath<Observation, T>, _ value: T?) { if let value { o[keyPath: path] = value } }
        func place(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
            guard let number = row.number(name) else { return nil }
            guard range.contains(number) else { throw Refused(reason: "\(name) is \(number), which no place on the sky has") }
            return number
        }
        set(\.taskType, row.text("task_type"))
        set(\.instrument, row.text("instrument"))
        set(\.filter, row.text("filter"))
        o.fieldName = row.text("field_name")
        o.fieldRA = try place("field_ra", in: -360...720).map { SkyPosition(ra: $0, dec: 0).ra }
        o.fieldDec = try place("field_dec", in: -90...90)
        o.fieldFOV = row.number("field_fov").map { max(0, $0) }
        o.box = row.text("box")
        o.raMin = row.number("ra_min").map { SkyPosition(ra: $0, dec: 0).ra }
        o.raMax = row.number("ra_max").map { SkyPosition(ra: $0, dec: 0).ra }
        o.decMin = row.number("dec_min").map { min(90, max(-90, $0)) }
        o.decMax = row.number("dec_max").map { min(90, max(-90, $0)) }
        o.raDecFOV = row.text("ra_dec_fov")
        o.date = row.date("date")
        set(\.status, (row.text("my_status") ?? row.text("new_status")).map { ObservationStatus(rawValue: $0) })
        set(\.astrometryURL, row.text("astrometry_url"))
        set(\.job, row.text("job"))
        set(\.quality, row.text("quality"))
        set(\.description, row.text("description"))
        set(\.exposureSeconds, row.integer("exposure_in_seconds").map { Int(max(0, $0)) })
        set(\.iso, row.text("iso"))
        set(\.focalLength, row.integer("focal_length").map { Int(max(0, $0)) })
        set(\.stackedImages, row.integer("stacked_images").map { Int(max(0, $0)) })
        o.magnitude = row.number("magnitude")
        set(\.imageType, row.text("image_type"))
        set(\.usedInHips, row.flag("used_in_hips"))
        o.extra = row.text("extra")
        o.transient = row.text("transient")
        o.created = row.date("creationTime") ?? Date()
        return o
    }

    private static func product(_ row: ForeignRow) -> DataProduct? {
        guard let name = row.text("filename"), let type = row.text("dataproduct_type"), !name.isEmpty, !name.contains("/"),
            ![".", ".."].contains(name)
        else { return nil }
        return DataProduct(filename: name, type: type, status: row.text("new_status") ?? "ready", size: max(0, row.integer("size") ?? 0))
    }

    // MARK: The rest

    /// Writes a row unless one of its key is here.
    private func insert(_ table: String, key: String, _ values: [(String, (any DatabaseValueConvertible)?)]) throws -> Bool {
        let names = values.map(\.0).joined(separator: ", ")
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO \(table) (\(names)) VALUES (\(marks)) ON CONFLICT (\(key)) DO NOTHING",
            arguments: StatementArguments(values.map(\.1)))
        return db.changesCount > 0
    }

    private func add(job row: ForeignRow) throws -> Bool {
        try insert(
            "job", key: "id",
            [
                ("id", row.integer("id")), ("job_service", row.text("job_service") ?? "celery"), ("queue", row.text("queue") ?? "celery"),
                ("celery_id", row.text("celery_id")), ("command", row.text("command")), ("parameters", row.text("parameters") ?? ""),
                ("extra", row.text("extra")), ("status", row.text("status")), ("result", row.text("result") ?? ""),
                ("created", (row.date("creationTime") ?? Date()).timeIntervalSince1970),
            ])
    }

    private func add(directory row: ForeignRow) throws -> Bool {
        try insert(
            "cutout_directory", key: "directory",
            field(row) + [
                ("directory", row.text("directory")), ("visible", row.flag("visible") ?? true),
                ("status", row.text("status") ?? "job_created"),
            ])
    }

    private func add(cutout row: ForeignRow) throws -> Bool {
        let directory = row.text("directory") ?? row.text("cutout_directory_id")
        guard let directory, try Int.fetchOne(db, sql: "SELECT 1 FROM cutout_directory WHERE directory = ?", arguments: [directory]) != nil
        else {
            throw Refused(reason: "its directory \(directory ?? "") is not there")
        }
        return try insert(
            "cutout", key: "filename",
            field(row) + [
                ("filename", row.text("filename")), ("directory", directory), ("position", row.integer("order") ?? 0),
                ("visible", row.flag("visible") ?? false), ("is_deleted", row.flag("delete") ?? false),
                ("observation_date", row.date("observation_date")?.timeIntervalSince1970),
                ("observation_name", row.text("observation_name")), ("observation_quality", row.text("observation_quality")),
                ("observation_task_id", row.text("observation_taskID")), ("cutout_quality", row.text("cutout_quality") ?? "unknown"),
                ("status", row.text("status") ?? "job_created"),
                ("created", (row.date("creationTime") ?? Date()).timeIntervalSince1970),
            ])
    }

    private func field(_ row: ForeignRow) -> [(String, (any DatabaseValueConvertible)?)] {
        [
            ("field_name", row.text("field_name")), ("field_ra", row.number("field_ra")), ("field_dec", row.number("field_dec")),
            ("field_fov", row.number("field_fov")), ("cutout_size", row.integer("cutout_size")),
        ]
    }

    private func add(collection row: ForeignRow) throws -> Bool {
        let isNew = try insert(
            "collection", key: "id",
            [
                ("id", row.integer("id")), ("date", row.date("date")?.timeIntervalSince1970), ("name", row.text("name")),
                ("type", row.text("collection_type") ?? ""), ("description", row.text("description") ?? ""),
            ])
        if isNew, let id = row.integer("id") {
            for observation in row.list("observations") {
                guard let here = observations[observation] else { continue }
                try db.execute(
                    sql: "INSERT OR IGNORE INTO collection_observation (collection, observation) VALUES (?, ?)", arguments: [id, here])
            }
        }
        return isNew
    }

    /// Administrators stay what they are; Django lets staff and everybody else write alike.
    private func add(user row: ForeignRow) throws -> Bool {
        guard row.flag("is_active") ?? true else { throw Refused(reason: "it is not active") }
        guard let hash = row.text("password"), hash.hasPrefix("pbkdf2_sha256$") else {
            throw Refused(reason: "its password is kept in a way that is not known here; give it one with `astrobase user add`")
        }
        return try insert(
            "account", key: "name",
            [
                ("name", row.text("username")), ("role", (row.flag("is_superuser") ?? false) ? "admin" : "editor"), ("password_hash", hash),
                ("created", (row.date("date_joined") ?? Date()).timeIntervalSince1970),
            ])
    }
}
