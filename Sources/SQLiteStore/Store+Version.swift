import GRDB

extension Store {
    /// A number that is another one after each commit, of this process or another; equal numbers mean that nothing was changed.
    public func version() async throws -> Int64 {
        do {
            // The pragma compares with what its own connection saw before: one connection answers for all.
            return try await versions.read { try Int64.fetchOne($0.cachedStatement(sql: "PRAGMA data_version")) ?? 0 }
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }
}
