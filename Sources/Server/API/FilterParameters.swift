import Foundation
import Observations

/// Filters and order of a list as its address asks for them, with Django's look-ups: `field_ra__gte=80`, `name__icontains=m42`,
/// `ordering=-date,name`. What is not known is ignored, as the existing system does.
struct FilterParameters {
    private(set) var filters: [FieldFilter] = []
    private(set) var order: [FieldOrder] = []

    /// What can be said of a field, beside its plain name and `exact`.
    static let lookups = [
        "iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "in", "gt", "gte", "lt", "lte", "range",
        "isnull",
    ]

    /// - Parameter special: parameters that the list reads in a way of its own.
    init(_ parameters: QueryParameters, of fields: [String: FilterField], special: Set<String> = []) throws(APIError) {
        var problems: [APIError.FieldMessage] = []
        var seen: Set<String> = []
        // Of several with one name the last one counts.
        for (name, value) in parameters.items.reversed() where !value.isEmpty && !special.contains(name) && seen.insert(name).inserted {
            let parts = name.split(separator: "_", omittingEmptySubsequences: false)
            let isPlain = !name.contains("__")
            let lookup = isPlain ? "exact" : String(parts.last ?? "")
            let fieldName = isPlain ? name : String(name.dropLast(lookup.count + 2))
            guard let field = fields[fieldName] else { continue }
            do throws(FieldParsing.Problem) {
                for test in try Self.tests(field, lookup, value) { filters.append(FieldFilter(field, test)) }
            } catch {
                problems.append(APIError.FieldMessage(field: name, message: error.message))
            }
        }
        filters.reverse()
        if !problems.isEmpty { throw APIError(fields: problems.reversed()) }
        for word in (parameters.given("ordering") ?? "").split(separator: ",").prefix(10) {
            let name = word.trimmed
            if let field = fields[String(name.hasPrefix("-") ? name.dropFirst() : name[...])] {
                order.append(FieldOrder(field, descending: name.hasPrefix("-")))
            }
        }
    }

    private static func tests(
        _ field: FilterField, _ lookup: String, _ value: String
    ) throws(FieldParsing.Problem) -> [FieldFilter.Test] {
        guard lookup == "in" || lookup == "range" else { return try test(field, lookup, value).map { [$0] } ?? [] }
        var values: [FieldFilter.Value] = []
        for word in value.split(separator: ",").prefix(1_000) {
            if let one = try self.value(field, word.trimmed) { values.append(one) }
        }
        if lookup == "in" { return [.isAny(values)] }
        return values.count == 2 ? [.atLeast(values[0]), .atMost(values[1])] : []
    }

    /// - Returns: nil where the field has no such look-up, or where the existing system takes the value for none.
    private static func test(
        _ field: FilterField, _ lookup: String, _ value: String
    ) throws(FieldParsing.Problem) -> FieldFilter.Test? {
        switch lookup {
        case "exact": return try self.value(field, value).map { .isAny([$0]) }
        case "gt": return try self.value(field, value).map { .above($0) }
        case "gte": return try self.value(field, value).map { .atLeast($0) }
        case "lt": return try self.value(field, value).map { .below($0) }
        case "lte": return try self.value(field, value).map { .atMost($0) }
        case "isnull": return flag(value).map { .isMissing($0) }
        case "iexact": return .holds(value, .whole, anyCase: true)
        case "contains": return .holds(value, .anywhere, anyCase: false)
        case "icontains": return .holds(value, .anywhere, anyCase: true)
        case "startswith": return .holds(value, .start, anyCase: false)
        case "istartswith": return .holds(value, .start, anyCase: true)
        case "endswith": return .holds(value, .end, anyCase: false)
        case "iendswith": return .holds(value, .end, anyCase: true)
        default: return nil
        }
    }

    private static func value(_ field: FilterField, _ text: String) throws(FieldParsing.Problem) -> FieldFilter.Value? {
        switch field.kind {
        case .text: return .text(text)
        case .number:
            guard let number = number(text) else { throw .init("Enter a number.") }
            return .number(number)
        case .integer:
            guard let number = number(text) else { throw .init("Enter a number.") }
            // 80.5 is no whole number, yet something to compare whole numbers with.
            return Int64(exactly: number).map { .integer($0) } ?? .number(number)
        case .flag: return flag(text).map { .flag($0) }
        case .date:
            let spelled = text.trimmed
            guard let date = DateTime.date(from: spelled.utf8.count == 10 ? "\(spelled) 00:00" : spelled) else {
                throw .init("Enter a valid date/time.")
            }
            return .number(date.timeIntervalSince1970)
        }
    }

    private static func number(_ text: String) -> Double? {
        let spelled = text.trimmed
        guard spelled.utf8.count < 400, !spelled.lowercased().contains("x"), let number = Double(spelled), number.isFinite else {
            return nil
        }
        return number
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }
}
