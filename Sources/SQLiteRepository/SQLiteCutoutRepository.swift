import Foundation
import GRDB
public import Observations
public import SQLiteStore

/// Cutouts and their folders in the house's database. Fields in errors are named as the REST API names them.
public struct SQLiteCutoutRepository: CutoutRepository {
    private let store: Store

    public init(store: Store) {
        self.store = store
    }

    public func cutoutDirectory(_ name: String) async throws -> CutoutDirectory? {
        try await store.read { try CutoutRows.directory($0, name) }
    }

    public func cutoutDirectories(offset: Int, limit: Int) async throws -> CutoutDirectoryPage {
        try await store.read { try CutoutRows.directories($0, offset: max(0, offset), limit: max(0, limit)) }
    }

    public func put(_ directory: CutoutDirectory) async throws {
        try await write { try CutoutRows.put($0, directory) }
    }

    public func remove(cutoutDirectory name: String) async throws {
        try await write { try $0.execute(sql: "DELETE FROM cutout_directory WHERE directory = ?", arguments: [name]) }
    }

    public func cutout(_ filename: String) async throws -> Cutout? {
        try await store.read { try CutoutRows.cutout($0, filename) }
    }

    public func cutouts(matching query: CutoutQuery) async throws -> CutoutPage {
        try await store.read { try CutoutRows.page($0, query) }
    }

    public func add(_ cutout: Cutout) async throws -> Cutout {
        try await write { db in
            var added = cutout
            added.created = Date()
            if try CutoutRows.directory(db, added.directory) == nil {
                var directory = CutoutDirectory(added.directory)
                (directory.fieldName, directory.fieldRA, directory.fieldDec) = (added.fieldName, added.fieldRA, added.fieldDec)
                (directory.fieldFOV, directory.cutoutSize) = (added.fieldFOV, added.cutoutSize)
                try CutoutRows.put(db, directory)
            }
            try CutoutRows.insert(db, added)
            return try CutoutRows.cutout(db, added.filename) ?? added
        }
    }

    @discardableResult
    public func change(cutout filename: String, _ edit: @Sendable (inout Cutout) throws -> Void) async throws -> Cutout {
        try await write { db in
            guard let before = try CutoutRows.cutout(db, filename) else {
                throw RepositoryError.notFound("cutout \(filename)")
            }
            var after = before
            try edit(&after)
            (after.filename, after.created) = (before.filename, before.created)
            try CutoutRows.update(db, after)
            return after
        }
    }

    public func remove(cutout filename: String) async throws {
        try await write { try $0.execute(sql: "DELETE FROM cutout WHERE filename = ?", arguments: [filename]) }
    }

    private func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await store.write(body)
        } catch let error as DatabaseError {
            if error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
                throw RepositoryError.invalid(field: "directory", message: "There is no cutout directory of this name.")
            }
            throw RepositoryError(constraint: error)
        }
    }
}
