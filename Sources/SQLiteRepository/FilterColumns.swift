package import Observations

/// The columns behind the fields that a table is filtered by.
package struct FilterColumns {
    let names: [String: String]
    /// Those of an index of groups of three letters.
    let searched: Set<String>

    /// Fields that are named as their column are left out.
    package init(_ fields: [String: FilterField], differing: [String: String] = [:], searched: Set<String> = []) {
        self.searched = searched
        names = fields.reduce(into: [:]) { $0[$1.key] = differing[$1.key] ?? $1.key }
    }

    subscript(field: FilterField) -> String? { names[field.name] }

    static let observation = FilterColumns(
        FilterField.observation,
        differing: ["taskID": "task_id", "my_status": "status", "exposure_in_seconds": "exposure_seconds"],
        searched: ["name", "field_name", "description", "task_id"])
    static let job = FilterColumns(FilterField.job, differing: ["creationTime": "created"])
    static let cutout = FilterColumns(
        FilterField.cutout,
        differing: [
            "observation_taskID": "observation_task_id", "order": "position", "delete": "is_deleted", "creationTime": "created",
        ])
    static let collection = FilterColumns(FilterField.collection, differing: ["collection_type": "type"])

    /// ` ORDER BY …`, ending with columns that make the order a whole one: in the direction of what is before them, as indexes run.
    ///
    /// - Parameter descending: where there is no other order.
    package func order(_ order: [FieldOrder], then last: String, descending: Bool = false) -> String {
        let known = order.filter { self[$0.field] != nil }
        let parts = known.compactMap { order in self[order.field].map { "\($0)\(order.descending ? " DESC" : "")" } }
        let isDown = known.last?.descending ?? descending
        return " ORDER BY " + (parts + ["\(last)\(isDown ? " DESC" : "")"]).joined(separator: ", ")
    }
}
