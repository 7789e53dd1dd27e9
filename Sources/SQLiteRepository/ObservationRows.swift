package import GRDB
package import Observations

/// Observations as rows of the tables `observation`, `solution`, `product` and the position index.
package enum ObservationRows {
    /// The observations of these ids, in this order, each with solution and products; ids that do not exist are left out.
    static func load(_ db: Database, ids: [Int64]) throws -> [Observation] {
        guard !ids.isEmpty else { return [] }
        let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
        var found: [Int64: Observation] = [:]
        found.reserveCapacity(ids.count)
        let rows = try Row.fetchCursor(db.cachedStatement(sql: select), arguments: [list])
        while let row = try rows.next() {
            let observation = ObservationColumns.observation(row)
            found[observation.id] = observation
        }
        for (id, products) in try ProductRows.load(db, observations: list) { found[id]?.products = products }
        return ids.compactMap { found[$0] }
    }

    /// - Parameter id: one that no observation has; nil: the next.
    /// - Returns: the new id.
    package static func insert(_ db: Database, _ observation: Observation, id: Int64? = nil) throws -> Int64 {
        let values = [id] + ObservationColumns.values(observation)
        try db.cachedStatement(sql: insert).execute(arguments: StatementArguments(values))
        let id = db.lastInsertedRowID
        try SolutionRows.put(db, observation.solution, observation: id)
        try FootprintRows.put(db, observation, id: id)
        try ProductRows.put(db, observation.products, observation: id)
        return id
    }

    static func update(_ db: Database, from before: Observation, to after: Observation) throws {
        let values = ObservationColumns.values(after) + [after.id]
        try db.cachedStatement(sql: update).execute(arguments: StatementArguments(values))
        if before.solution != after.solution {
            try SolutionRows.put(db, after.solution, observation: after.id)
        }
        if before.solution != after.solution || before.box != after.box {
            try FootprintRows.put(db, after, id: after.id)
        }
        if before.products != after.products {
            try ProductRows.replace(db, before.products, by: after.products, observation: after.id)
        }
    }

    private static let names = ObservationColumns.names
    private static let select = """
        SELECT observation.id, \(names.map { "observation.\($0)" }.joined(separator: ", ")), \
        \(SolutionRows.names.map { "solution.\($0)" }.joined(separator: ", ")) \
        FROM observation LEFT JOIN solution ON solution.observation_id = observation.id \
        WHERE observation.id IN (SELECT value FROM json_each(?))
        """
    private static let insert = """
        INSERT INTO observation (id, \(names.joined(separator: ", "))) \
        VALUES (?, \(names.map { _ in "?" }.joined(separator: ", ")))
        """
    private static let update = """
        UPDATE observation SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?
        """
}
