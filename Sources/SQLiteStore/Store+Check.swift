import GRDB

extension Store {
    /// What is wrong inside the database file; empty when all is well. Blocks for as long as reading it all takes.
    public func problems() throws -> [String] {
        do {
            return try pool.read { db in
                var found = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
                    let (table, parent): (String?, String?) = (row[0], row[2])
                    found.append("a row of \(table ?? "?") refers to a row of \(parent ?? "?") that does not exist")
                }
                let state = try String.fetchAll(db, sql: "SELECT rtreecheck('footprint')").filter { $0 != "ok" }
                found += state.map { "position index: \($0)" }
                return found
            }
        } catch let error as DatabaseError {
            let failure = StoreError(error, path: path)
            if failure.isDamaged { return [failure.message] }
            throw failure
        }
    }
}
