import GRDB
import Observations

/// Finds the ids of one page of a query, and how many match on all pages.
struct ObservationSearch {
    private let query: ObservationQuery

    init(_ query: ObservationQuery) {
        self.query = query
    }

    func run(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        let needsRows = query.taskID != nil || query.containing != nil || !(query.text ?? "").isEmpty
        return needsRows ? try selected(db) : try listed(db)
    }

    private var offset: Int { max(0, query.offset) }
    private var limit: Int { max(0, query.limit) }

    /// Lists by status and type only: the total comes from the counters, the page from a narrow index, walked from
    /// whichever end is nearer.
    private func listed(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        var filter = Conditions()
        filter.add(in: "status", query.statuses?.map(\.rawValue))
        filter.add(in: "task_type", query.taskTypes)
        let count = "SELECT coalesce(sum(n), 0) FROM observation_count" + filter.clause
        let total = try Int.fetchOne(db.cachedStatement(sql: count), arguments: filter.arguments) ?? 0
        let length = min(limit, total - offset)
        guard length > 0 else { return (total, []) }
        let fromEnd = total - offset - length
        let isBackward = fromEnd < offset
        let isDescending = query.newestFirst != isBackward
        // Few matches of some status are collected by status and sorted; many are met soon in the order of ids.
        let byStatus = query.statuses.map { $0.count == 1 || total < 5000 } ?? false
        let sql = """
            SELECT id FROM observation INDEXED BY \(byStatus ? "observation_by_status" : "observation_listing")\
            \(filter.clause) ORDER BY id\(isDescending ? " DESC" : "") LIMIT \(length) OFFSET \(isBackward ? fromEnd : offset)
            """
        let ids = try Int64.fetchAll(db, sql: sql, arguments: filter.arguments)
        return (total, isBackward ? ids.reversed() : ids)
    }

    /// Searches that look at rows: all ids that match, then the page of them.
    private func selected(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        var filter = Conditions()
        if let position = query.containing {
            let found = try FootprintRows.containing(db, position)
            let isAlone = query.taskID == nil && (query.text ?? "").isEmpty && query.statuses == nil && query.taskTypes == nil
            if isAlone { return (found.count, page(of: query.newestFirst ? found.reversed() : found)) }
            filter.add("id IN (SELECT value FROM json_each(?))", "[" + found.map(String.init).joined(separator: ",") + "]")
        }
        if let taskID = query.taskID { filter.add("task_id = ?", taskID) }
        if let text = query.text, !text.isEmpty { filter.add(text: text) }
        filter.add(in: "status", query.statuses?.map(\.rawValue))
        filter.add(in: "task_type", query.taskTypes)
        let sql = "SELECT id FROM observation\(filter.clause) ORDER BY id\(query.newestFirst ? " DESC" : "")"
        let ids = try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: filter.arguments)
        return (ids.count, page(of: ids))
    }

    private func page(of ids: [Int64]) -> [Int64] { Array(ids.dropFirst(offset).prefix(limit)) }
}
