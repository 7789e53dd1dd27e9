import Foundation
import GRDB
public import Observations
public import SQLiteStore

/// Collections in the house's database. Fields in errors are named as the REST API names them.
public struct SQLiteCollectionRepository: CollectionRepository {
    private let store: Store

    public init(store: Store) {
        self.store = store
    }

    public func collection(id: Int64) async throws -> ObservationCollection? {
        try await store.read { try Self.load($0, id) }
    }

    public func collections(matching query: CollectionQuery) async throws -> (total: Int, items: [ObservationCollection]) {
        var conditions = Conditions()
        conditions.add(query.filters, .collection)
        let (clause, arguments) = (conditions.clause, conditions.arguments)
        return try await store.read { db in
            let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM collection\(clause)", arguments: arguments) ?? 0
            let order = FilterColumns.collection.order(query.order, then: "id")
            let rows = try Row.fetchAll(
                db, sql: "\(Self.select)\(clause)\(order) LIMIT ? OFFSET ?",
                arguments: arguments + [max(0, query.limit), max(0, query.offset)])
            return (total, try rows.map { try Self.collection(db, $0) })
        }
    }

    public func add(_ collection: ObservationCollection) async throws -> ObservationCollection {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO collection (date, name, type, description) VALUES (?, ?, ?, ?)",
                arguments: [collection.date?.timeIntervalSince1970, collection.name, collection.type, collection.description])
            let id = db.lastInsertedRowID
            try Self.put(db, collection.observations, into: id)
            return try Self.load(db, id) ?? collection
        }
    }

    @discardableResult
    public func change(
        collection id: Int64, _ edit: @Sendable (inout ObservationCollection) throws -> Void
    ) async throws -> ObservationCollection {
        try await write { db in
            guard var collection = try Self.load(db, id) else { throw RepositoryError.notFound("collection \(id)") }
            try edit(&collection)
            try db.execute(
                sql: "UPDATE collection SET date = ?, name = ?, type = ?, description = ? WHERE id = ?",
                arguments: [collection.date?.timeIntervalSince1970, collection.name, collection.type, collection.description, id])
            try db.execute(sql: "DELETE FROM collection_observation WHERE collection = ?", arguments: [id])
            try Self.put(db, collection.observations, into: id)
            return try Self.load(db, id) ?? collection
        }
    }

    public func remove(collection id: Int64) async throws {
        try await write { try $0.execute(sql: "DELETE FROM collection WHERE id = ?", arguments: [id]) }
    }

    private static func put(_ db: Database, _ observations: [Int64], into id: Int64) throws {
        for observation in Set(observations) {
            try db.cachedStatement(sql: "INSERT INTO collection_observation VALUES (?, ?)").execute(arguments: [id, observation])
        }
    }

    private static let select = "SELECT id, date, name, type, description FROM collection"

    private static func load(_ db: Database, _ id: Int64) throws -> ObservationCollection? {
        try Row.fetchOne(db, sql: "\(select) WHERE id = ?", arguments: [id]).map { try collection(db, $0) }
    }

    private static func collection(_ db: Database, _ row: Row) throws -> ObservationCollection {
        var reader = RowReader(row)
        let id: Int64 = reader.next()
        let date = reader.date()
        var collection = ObservationCollection(name: reader.next())
        (collection.id, collection.date) = (id, date)
        collection.type = reader.next()
        collection.description = reader.next()
        collection.observations = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT observation FROM collection_observation WHERE collection = ? ORDER BY observation"),
            arguments: [id])
        return collection
    }

    private func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await store.write(body)
        } catch let error as DatabaseError {
            if error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
                throw RepositoryError.invalid(field: "observations", message: "There is no observation of one of these ids.")
            }
            throw RepositoryError(constraint: error)
        }
    }
}
