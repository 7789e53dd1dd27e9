package import GRDB

extension Store {
    /// Reads one consistent state of the database; never waits for a writer.
    ///
    /// - Throws: what `body` throws; errors of SQLite as `StoreError`.
    package func read<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await pool.read(body)
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in one transaction, committed and on the disk when this returns, rolled back when it throws.
    ///
    /// - Throws: what `body` throws; violated constraints as GRDB's `DatabaseError`, for the room that knows what
    ///   the constraint means; other errors of SQLite as `StoreError`.
    package func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await pool.write(body)
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_CONSTRAINT { throw error }
            throw StoreError(error, path: path)
        }
    }

    /// As `write`, but the commit may be undone by a power cut for as long as no `write` has followed it, here or in any
    /// other process. A killed process undoes nothing. It does not wait for the disk. What is written at the same time by
    /// several callers shares a transaction.
    package func writeLightly<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try Task.checkCancellation()
        do {
            return try await lightWrites.run(body, in: pool)
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_CONSTRAINT { throw error }
            throw StoreError(error, path: path)
        }
    }
}
