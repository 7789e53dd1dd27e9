import GRDB
package import Observations

extension Conditions {
    /// - Parameters:
    ///   - columns: of the table that is asked; a field without one matches everything.
    ///   - parts: of texts, which the index is asked for; those that are missing are asked for whole.
    package mutating func add(_ filters: [FieldFilter], _ columns: FilterColumns, parts: [String: String] = [:]) {
        for filter in filters {
            if let column = columns[filter.field] { add(filter, column, columns.searched.contains(column) ? parts : nil) }
        }
    }

    /// - Parameter parts: nil: the column is in no index of texts.
    private mutating func add(_ filter: FieldFilter, _ column: String, _ parts: [String: String]?) {
        switch filter.test {
        case .isAny(let values):
            add(sql: "\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values.map(Self.value))
        case .below(let value): add(sql: "\(column) < ?", [Self.value(value)])
        case .atMost(let value): add(sql: "\(column) <= ?", [Self.value(value)])
        case .above(let value): add(sql: "\(column) > ?", [Self.value(value)])
        case .atLeast(let value): add(sql: "\(column) >= ?", [Self.value(value)])
        case .isMissing(let isMissing): add(sql: "\(column) IS \(isMissing ? "" : "NOT ")NULL", [])
        case .holds(let text, let place, let anyCase): add(text, place, anyCase, column, filter.field.kind, parts)
        }
    }

    private mutating func add(
        _ text: String, _ place: FieldFilter.Place, _ anyCase: Bool, _ column: String, _ kind: FilterField.Kind,
        _ parts: [String: String]?
    ) {
        let wanted = text.filter { $0 != "\0" }
        let written = Self.text(of: column, kind)
        let isPlain = kind == .text && !anyCase
        if anyCase, place != .whole, let parts, let match = Self.match(parts[text, default: wanted]) {
            // The index of groups of three letters knows upper from lower case in all alphabets.
            add("id IN (SELECT rowid FROM observation_text WHERE observation_text MATCH ?)", "\(column) : " + match)
            if place == .anywhere, parts[text] == nil { return }
        }
        switch place {
        case .whole where isPlain: add(sql: "\(column) = ?", [wanted])
        case .start where isPlain: add(sql: "\(column) >= ? AND \(column) < ?", [wanted, wanted + "\u{10FFFF}"])
        case .anywhere where !anyCase: add(sql: "instr(\(written), ?) > 0", [wanted])
        case .start where !anyCase: add(sql: "substr(\(written), 1, length(?)) = ?", [wanted, wanted])
        case .end where !anyCase:
            add(sql: "length(\(written)) >= length(?) AND substr(\(written), -length(?)) = ?", [wanted, wanted, wanted])
        default:
            let escaped = wanted.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            let (before, after) = (place == .anywhere || place == .end, place == .anywhere || place == .start)
            add(sql: "\(written) LIKE ? ESCAPE '\\'", [(before ? "%" : "") + escaped + (after ? "%" : "")])
        }
    }

    private static func text(of column: String, _ kind: FilterField.Kind) -> String {
        switch kind {
        case .text: column
        case .date: "strftime('%Y-%m-%d %H:%M:%S', \(column), 'unixepoch')"
        case .number, .integer, .flag: "CAST(\(column) AS TEXT)"
        }
    }

    private static func value(_ value: FieldFilter.Value) -> any DatabaseValueConvertible {
        switch value {
        case .number(let number): number
        case .integer(let number): number
        case .text(let text): text
        case .flag(let flag): flag
        }
    }
}
