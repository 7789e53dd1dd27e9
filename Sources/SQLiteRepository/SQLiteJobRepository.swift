import Foundation
import GRDB
public import Observations
public import SQLiteStore
public import TaskQueue

/// Jobs in the house's database. Fields in errors are named as the REST API names them.
public struct SQLiteJobRepository: JobRepository {
    private let store: Store
    private let events = Multicast<Job>()

    public init(store: Store) {
        self.store = store
    }

    public func job(id: Int64) async throws -> Job? {
        try await store.read { try Self.load($0, id) }
    }

    public func jobs(matching query: JobQuery) async throws -> JobPage {
        var conditions = Conditions()
        conditions.add(in: "status", query.statuses?.map(\.rawValue))
        if let service = query.jobService { conditions.add("job_service = ?", service) }
        if let command = query.command { conditions.add("command = ?", command) }
        conditions.add(query.filters, .job)
        let (clause, arguments) = (conditions.clause, conditions.arguments)
        return try await store.read { db in
            let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM job\(clause)", arguments: arguments) ?? 0
            let sql = "\(Self.select)\(clause)\(FilterColumns.job.order(query.order, then: "id")) LIMIT ? OFFSET ?"
            let rows = try Row.fetchAll(
                db, sql: sql, arguments: arguments + [max(0, query.limit), max(0, query.offset)])
            return JobPage(total: total, items: rows.map(Self.job))
        }
    }

    public func add(_ job: Job, requesting tasks: [TaskRequest]) async throws -> Job {
        try await write { db in
            var added = job
            added.created = Date()
            try db.execute(sql: Self.insert, arguments: StatementArguments(Self.values(added)))
            added.id = db.lastInsertedRowID
            try Outbox.put(db, tasks, store)
            let kept = try Self.load(db, added.id) ?? added
            db.afterNextTransaction { _ in events.send(kept) }
            return kept
        }
    }

    @discardableResult
    public func change(
        job id: Int64, expecting: Set<JobStatus>?, requesting tasks: [TaskRequest], _ edit: @Sendable (inout Job) throws -> Void
    ) async throws -> Job {
        try await write { db in
            guard let before = try Self.load(db, id) else { throw RepositoryError.notFound("job \(id)") }
            if let expecting, !expecting.contains(before.status) { throw JobStatusIs(before.status) }
            var after = before
            try edit(&after)
            (after.id, after.created) = (before.id, before.created)
            try db.execute(sql: Self.update, arguments: StatementArguments(Self.values(after) + [id]))
            try Outbox.put(db, tasks, store)
            let changed = after
            db.afterNextTransaction { _ in events.send(changed) }
            return after
        }
    }

    public func remove(job id: Int64) async throws {
        try await write { try $0.execute(sql: "DELETE FROM job WHERE id = ?", arguments: [id]) }
    }

    public func changes() -> AsyncStream<Job> { events.stream(buffer: 1024) }

    private func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await store.write(body)
        } catch let error as DatabaseError {
            throw RepositoryError(constraint: error)
        }
    }

    private static func load(_ db: Database, _ id: Int64) throws -> Job? {
        try Row.fetchOne(db, sql: "\(select) WHERE id = ?", arguments: [id]).map(job)
    }

    private static let names = [
        "job_service", "queue", "celery_id", "command", "parameters", "extra", "status", "result", "created", "finished",
    ]

    private static func values(_ j: Job) -> [(any DatabaseValueConvertible)?] {
        [
            j.jobService, j.queue, j.celeryID, j.command, j.parameters, j.extra, j.status.rawValue, j.result,
            j.created?.timeIntervalSince1970, j.finished?.timeIntervalSince1970,
        ]
    }

    private static func job(_ row: Row) -> Job {
        var reader = RowReader(row)
        var j = Job(command: "")
        j.id = reader.next()
        j.jobService = reader.next()
        j.queue = reader.next()
        j.celeryID = reader.optional()
        j.command = reader.next()
        j.parameters = reader.next()
        j.extra = reader.optional()
        j.status = JobStatus(rawValue: reader.next())
        j.result = reader.next()
        j.created = reader.date()
        j.finished = reader.date()
        return j
    }

    private static let select = "SELECT id, \(names.joined(separator: ", ")) FROM job"
    private static let insert = """
        INSERT INTO job (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
        """
    private static let update = "UPDATE job SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"
}
