package import GRDB

/// The WHERE clause of a search and the values in it.
package struct Conditions {
    private var parts: [String] = []
    package private(set) var arguments = StatementArguments()

    package init() {}

    /// With a space before it; empty where there is no condition.
    package var clause: String { parts.isEmpty ? "" : " WHERE " + parts.joined(separator: " AND ") }

    mutating func add(_ sql: String, _ values: String...) {
        parts.append(sql)
        arguments += StatementArguments(values)
    }

    mutating func add(sql: String, _ values: [any DatabaseValueConvertible]) {
        parts.append("(\(sql))")
        arguments += StatementArguments(values)
    }

    /// - Parameter values: any of these; nil is no condition, an empty list matches nothing.
    mutating func add(in column: String, _ values: [String]?) {
        guard let values else { return }
        if values.count == 1 {
            parts.append("\(column) = ?")
        } else {
            parts.append("\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))")
        }
        arguments += StatementArguments(values)
    }

    /// Parts of words. The index knows groups of three letters; shorter texts are looked for in every row.
    ///
    /// - Parameter part: of the text, which the index is asked for; nil: all of it.
    mutating func add(text: String, part: String?) {
        let wanted = text.filter { $0 != "\0" }
        let match = Self.match(part ?? wanted)
        if let match { add("id IN (SELECT rowid FROM observation_text WHERE observation_text MATCH ?)", match) }
        if match == nil || part != nil {
            let escaped = wanted.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            let columns = ["name", "coalesce(field_name, '')", "description", "task_id"]
            parts.append("(" + columns.map { "\($0) LIKE ? ESCAPE '\\'" }.joined(separator: " OR ") + ")")
            arguments += StatementArguments(columns.map { _ in "%\(escaped)%" })
        }
    }

    /// What the index of texts is asked for a text; nil for one that is too short for it.
    static func match(_ text: String) -> String? {
        let wanted = text.filter { $0 != "\0" }
        return wanted.unicodeScalars.count >= 3 ? "\"" + wanted.replacing("\"", with: "\"\"") + "\"" : nil
    }
}
