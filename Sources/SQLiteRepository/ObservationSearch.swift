import GRDB
import Observations

/// Finds the ids of one page of a query, and how many match on all pages.
struct ObservationSearch {
    private let query: ObservationQuery

    init(_ query: ObservationQuery) {
        self.query = query
    }

    func run(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        let needsRows = query.taskID != nil || query.containing != nil || query.region != nil || !(query.text ?? "").isEmpty
        if needsRows { return try selected(db) }
        if query.filters.isEmpty && query.order.isEmpty && !query.projectsOnly && !query.outlinesOnly { return try listed(db) }
        return try filtered(db)
    }

    /// What a map wants of one page of a query, and how many match on all pages.
    func outlines(_ db: Database) throws -> (total: Int, items: [Observation]) {
        guard isPlaceAlone, let found = try placed(db) else {
            let (total, ids) = try run(db)
            return (total, try ObservationRows.outlines(db, ids: ids))
        }
        // Each row is looked into once.
        let wanted = try ObservationRows.outlines(db, ids: query.newestFirst ? found.reversed() : found, wantedOnly: true)
        return (wanted.count, Array(wanted.dropFirst(offset).prefix(limit)))
    }

    private var offset: Int { max(0, query.offset) }
    private var limit: Int { max(0, query.limit) }

    /// Lists by status and type only: the total comes from the counters, the page from a narrow index, walked from
    /// whichever end is nearer.
    private func listed(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        let filter = grouped
        let count = "SELECT coalesce(sum(n), 0) FROM observation_count" + filter.clause
        let total = try Int.fetchOne(db.cachedStatement(sql: count), arguments: filter.arguments) ?? 0
        // Few matches of some status are collected by status and sorted; many are met soon in the order of ids.
        let byStatus = query.statuses.map { $0.count == 1 || total < 5000 } ?? false
        return try walk(db, total, filter, index: " INDEXED BY \(byStatus ? "observation_by_status" : "observation_listing")")
    }

    /// Lists by fields of the record. Counts of what has few values, and of ranges of one number, are kept by the database.
    private func filtered(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        var filter = grouped
        filter.add(query.filters, .observation, parts: try RarePhrase.parts(of: query.filters, db))
        let isGrouped = query.filters.allSatisfy { FilterColumns.observation[$0.field].map(Self.groups.contains) ?? true }
        let total: Int
        if isGrouped {
            let sql = "SELECT coalesce(sum(n), 0) FROM observation_group" + filter.clause
            total = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: filter.arguments) ?? 0
        } else if isOfFieldsOnly, let count = FieldCount(query.filters) {
            total = try count.run(db)
        } else {
            let sql = "SELECT count(*) FROM observation\(try isNarrow(db) ? "" : Self.filtering)" + filter.clause
            total = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: filter.arguments) ?? 0
        }
        guard query.order.isEmpty else { return (total, try ordered(db, filter)) }
        // Many matches are met soon in the order of ids; few are collected by what an index says of them, and sorted.
        guard total < 5000 else { return try walk(db, total, filter, index: isIndexed ? Self.filtering : "") }
        guard isGrouped else { return try walk(db, total, filter, index: "", isSorted: true) }
        // An index of one value runs in the order of ids.
        return try walk(db, total, filter, index: try narrowest(db) ?? Self.filtering)
    }

    /// The index of that filter which leaves the fewest rows to look into; nil where a walk through all rows of the index for
    /// filtering, some 25 times as fast for each, is shorter.
    private func narrowest(_ db: Database) throws -> String? {
        let all = try Int.fetchOne(db.cachedStatement(sql: "SELECT coalesce(sum(n), 0) FROM observation_count")) ?? 0
        var best: (count: Int, index: String?) = (all / 25, nil)
        for filter in query.filters {
            // Only a whole value is found in an index.
            guard case .isAny(let values) = filter.test, values.count == 1, let column = FilterColumns.observation[filter.field], Self.indexed.contains(column) else {
                continue
            }
            var condition = Conditions()
            condition.add([filter], .observation)
            let sql = "SELECT coalesce(sum(n), 0) FROM observation_group" + condition.clause
            let count = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: condition.arguments) ?? 0
            if count < best.count { best = (count, " INDEXED BY observation_by_\(column)") }
        }
        return best.index
    }

    /// Columns of few values with an index of their own.
    private static let indexed: Set<String> = ["quality", "image_type", "instrument", "iso", "task_type", "status"]
    private static let filtering = " INDEXED BY observation_filtering"
    /// Columns of the index for filtering that have few values, as table `observation_group` has them.
    private static let groups: Set<String> = [
        "status", "task_type", "quality", "image_type", "instrument", "filter", "iso", "used_in_hips",
    ]

    private var isOfFieldsOnly: Bool {
        query.statuses == nil && query.taskTypes == nil && !query.projectsOnly && !query.outlinesOnly
    }

    /// All that is asked for stands in the index for filtering.
    private var isIndexed: Bool {
        query.filters.allSatisfy { filter in
            guard let column = FilterColumns.observation[filter.field] else { return true }
            return column == "id" || Self.groups.contains(column) || [.number, .date].contains(filter.field.kind)
                || ["exposure_seconds", "focal_length", "stacked_images"].contains(column)
        }
    }

    /// One number alone leaves few rows, so that its own index serves better than a walk through all of them.
    private func isNarrow(_ db: Database) throws -> Bool {
        guard isIndexed else { return true }
        for (_, filters) in Dictionary(grouping: query.filters, by: \.field) {
            if let count = FieldCount(filters), try count.run(db) < 5000 { return true }
        }
        return false
    }

    /// What can be said of groups of observations.
    private var grouped: Conditions {
        var filter = Conditions()
        filter.add(in: "status", query.statuses?.map(\.rawValue))
        filter.add(in: "task_type", query.taskTypes)
        if query.projectsOnly { filter.add("(task_type = 'master' OR NOT is_child)") }
        if query.outlinesOnly { filter.add("has_box AND used_in_hips") }
        return filter
    }

    /// A page in the order of ids, from whichever end is nearer.
    ///
    /// - Parameter isSorted: the ids are not to be walked through in their order, but sorted.
    private func walk(
        _ db: Database, _ total: Int, _ filter: Conditions, index: String, isSorted: Bool = false
    ) throws -> (total: Int, ids: [Int64]) {
        let length = min(limit, total - offset)
        guard length > 0 else { return (total, []) }
        let fromEnd = total - offset - length
        let isBackward = fromEnd < offset
        let isDescending = query.newestFirst != isBackward
        let sql = """
            SELECT id FROM observation\(index)\(filter.clause) \
            ORDER BY \(isSorted ? "+" : "")id\(isDescending ? " DESC" : "") LIMIT \(length) OFFSET \(isBackward ? fromEnd : offset)
            """
        let ids = try Int64.fetchAll(db, sql: sql, arguments: filter.arguments)
        return (total, isBackward ? ids.reversed() : ids)
    }

    private func ordered(_ db: Database, _ filter: Conditions) throws -> [Int64] {
        let order = FilterColumns.observation.order(query.order, then: "id", descending: query.newestFirst)
        let sql = "SELECT id FROM observation\(filter.clause)\(order) LIMIT \(limit) OFFSET \(offset)"
        return try Int64.fetchAll(db, sql: sql, arguments: filter.arguments)
    }

    /// Searches that look at rows: all ids that match, then the page of them.
    private func selected(_ db: Database) throws -> (total: Int, ids: [Int64]) {
        var filter = grouped
        let text = query.text ?? ""
        if let found = try placed(db) {
            if isOfFieldsOnly && isPlaceAlone { return (found.count, page(of: query.newestFirst ? found.reversed() : found)) }
            filter.add("id IN (SELECT value FROM json_each(?))", "[" + found.map(String.init).joined(separator: ",") + "]")
        }
        if let taskID = query.taskID { filter.add("task_id = ?", taskID) }
        if !text.isEmpty {
            let part = try RarePhrase.part(of: text, db)
            let isAlone =
                isOfFieldsOnly && query.taskID == nil && query.containing == nil && query.region == nil && query.filters.isEmpty
                && query.order.isEmpty
            if isAlone, part == nil, let match = Conditions.match(text) { return try said(match, db) }
            filter.add(text: text, part: part)
        }
        filter.add(query.filters, .observation, parts: try RarePhrase.parts(of: query.filters, db))
        let order = FilterColumns.observation.order(query.order, then: "id", descending: query.newestFirst)
        let ids = try Int64.fetchAll(db, sql: "SELECT id FROM observation\(filter.clause)\(order)", arguments: filter.arguments)
        return (ids.count, page(of: ids))
    }

    /// What the index of texts finds alone, of which it knows the order too.
    private func said(_ match: String, _ db: Database) throws -> (total: Int, ids: [Int64]) {
        let found = "FROM observation_text WHERE observation_text MATCH ?"
        let total = try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) " + found), arguments: [match]) ?? 0
        guard offset < total else { return (total, []) }
        let sql = "SELECT rowid \(found) ORDER BY rowid\(query.newestFirst ? " DESC" : "") LIMIT \(limit) OFFSET \(offset)"
        return (total, try Int64.fetchAll(db, sql: sql, arguments: [match]))
    }

    private var isPlaceAlone: Bool {
        query.taskID == nil && (query.text ?? "").isEmpty && query.filters.isEmpty && query.order.isEmpty && query.statuses == nil
            && query.taskTypes == nil && !query.projectsOnly
    }

    /// What lies where it is asked for, in ascending order; nil where no place is asked for.
    private func placed(_ db: Database) throws -> [Int64]? {
        let held = try query.containing.map { try FootprintRows.containing(db, $0) }
        guard let region = query.region else { return held }
        let found = try FootprintRows.inside(db, region)
        guard let held else { return found }
        let both = Set(held)
        return found.filter(both.contains)
    }

    private func page(of ids: [Int64]) -> [Int64] { Array(ids.dropFirst(offset).prefix(limit)) }
}
