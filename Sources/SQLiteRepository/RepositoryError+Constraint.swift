import GRDB
import Observations

extension RepositoryError {
    /// What a violated constraint of the schema says of the record. SQLite's message ends with the constraint's name
    /// (checks, which are named for the field) or with `table.column`.
    init(constraint error: DatabaseError) {
        let words = error.message ?? ""
        let subject = words.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
        let column = subject.split(separator: ",").last.map { $0.split(separator: ".").last.map(String.init) ?? "" } ?? ""
        let field = Self.fields[column] ?? column
        self =
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_FOREIGNKEY:
                .invalid(field: "parent", message: "There is no observation of this id.")
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY:
                .invalid(field: field, message: "Another observation has this \(field) already.")
            case .SQLITE_CONSTRAINT_NOTNULL:
                .invalid(field: field, message: "This value is missing or not a number.")
            default:
                .invalid(field: field, message: "This value is outside of what is allowed (\(subject)).")
            }
    }

    private static let fields = ["task_id": "taskID", "status": "my_status", "exposure_seconds": "exposure_in_seconds"]
}
