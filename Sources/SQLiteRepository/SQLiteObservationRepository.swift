import Foundation
import GRDB
public import Observations
public import SQLiteStore
public import TaskQueue

/// Observations in the house's database.
///
/// Fields in errors are named as the REST API names them (`taskID`, `field_ra` …), so that they can be told to a user.
public struct SQLiteObservationRepository: ObservationRepository {
    let store: Store
    private let events = Multicast<ObservationEvent>()

    public init(store: Store) {
        self.store = store
    }

    public func version() async throws -> Int64? { try await store.version() }

    public func observation(id: Int64) async throws -> Observation? {
        try await store.read { try ObservationRows.load($0, ids: [id]).first }
    }

    public func observation(taskID: String) async throws -> Observation? {
        try await one("SELECT id FROM observation WHERE task_id = ?", taskID)
    }

    public func observation(sha256: String) async throws -> Observation? {
        try await one("SELECT id FROM observation WHERE sha256 = ?", sha256)
    }

    public func observations(matching query: ObservationQuery) async throws -> ObservationPage {
        try await store.read { db in
            let search = ObservationSearch(query)
            if query.outlinesOnly {
                let found = try search.outlines(db)
                return ObservationPage(total: found.total, items: found.items)
            }
            let found = try search.run(db)
            return ObservationPage(total: found.total, items: try ObservationRows.load(db, ids: found.ids))
        }
    }

    public func children(of id: Int64) async throws -> [Observation] {
        try await store.read { db in
            let ids = try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM observation WHERE parent = ? ORDER BY id"), arguments: [id])
            return try ObservationRows.load(db, ids: ids)
        }
    }

    public func countsByStatus() async throws -> [ObservationStatus: Int] {
        try await store.read { db in
            let sql = "SELECT status, sum(n) FROM observation_count GROUP BY status HAVING sum(n) > 0"
            var counts: [ObservationStatus: Int] = [:]
            for row in try Row.fetchAll(db, sql: sql) { counts[ObservationStatus(rawValue: row[0])] = row[1] }
            return counts
        }
    }

    public func nextTaskID(date: String, postfix: String) async throws -> String {
        let name = try TaskIDName(date: date, postfix: postfix)
        return try await store.write { db in
            let sql = """
                INSERT INTO task_id_counter VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
                """
            let number = try Int.fetchOne(db, sql: sql, arguments: [name.date, name.postfix])
            return name.taskID(number: number ?? 1)
        }
    }

    public func add(_ observation: Observation, requesting tasks: [TaskRequest]) async throws -> Observation {
        try await write { db in
            var added = observation
            added.created = Date()
            added.id = try ObservationRows.insert(db, added)
            try Outbox.put(db, tasks, store)
            publish(db, added)
            return try ObservationRows.load(db, ids: [added.id]).first ?? added
        }
    }

    /// Adds many observations in one transaction, as when an archive is taken over; listeners are not told of them.
    ///
    /// - Returns: their ids.
    @discardableResult
    public func addAll(_ observations: [Observation]) async throws -> [Int64] {
        try await write { db in
            try observations.map { observation in
                var added = observation
                added.created = Date()
                return try ObservationRows.insert(db, added)
            }
        }
    }

    @discardableResult
    public func change(
        id: Int64, expecting: Set<ObservationStatus>?, requesting tasks: [TaskRequest],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) async throws -> Observation {
        try await write { db in
            guard let before = try ObservationRows.load(db, ids: [id]).first else {
                throw RepositoryError.notFound("observation \(id)")
            }
            if let expecting, !expecting.contains(before.status) { throw RepositoryError.statusIs(before.status) }
            var after = before
            try edit(&after)
            after.id = before.id
            after.created = before.created
            if after != before {
                try ObservationRows.update(db, from: before, to: after)
                publish(db, after)
            }
            try Outbox.put(db, tasks, store)
            return try ObservationRows.load(db, ids: [id]).first ?? after
        }
    }

    public func addProducts(_ products: [DataProduct], taskID: String) async throws {
        try await write { db in
            let sql = "SELECT id FROM observation WHERE task_id = ?"
            guard let id = try Int64.fetchOne(db, sql: sql, arguments: [taskID]) else {
                throw RepositoryError.notFound("observation \(taskID)")
            }
            try ProductRows.put(db, products, observation: id)
            if let changed = try ObservationRows.load(db, ids: [id]).first { publish(db, changed) }
        }
    }

    public func remove(id: Int64) async throws {
        try await write { db in
            guard let gone = try ObservationRows.load(db, ids: [id]).first else { return }
            try db.execute(sql: "DELETE FROM observation WHERE id = ?", arguments: [id])
            publish(db, gone, removed: true)
        }
    }

    /// Changes that are made through this instance.
    public func changes() -> AsyncStream<ObservationEvent> {
        events.stream(buffer: 1024)
    }

    private func one(_ sql: String, _ value: String) async throws -> Observation? {
        try await store.read { db in
            guard let id = try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [value]) else { return nil }
            return try ObservationRows.load(db, ids: [id]).first
        }
    }

    /// One transaction; violated constraints come out as `RepositoryError.invalid`.
    private func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await store.write(body)
        } catch let error as DatabaseError {
            throw RepositoryError(constraint: error)
        }
    }

    /// Tells the listeners once the transaction is committed, in the order of the commits.
    private func publish(_ db: Database, _ observation: Observation, removed: Bool = false) {
        let event = ObservationEvent(
            id: observation.id, taskID: observation.taskID, name: observation.name, status: observation.status,
            reason: observation.reason, removed: removed)
        db.afterNextTransaction { _ in events.send(event) }
    }
}
