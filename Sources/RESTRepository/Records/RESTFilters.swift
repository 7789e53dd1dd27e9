import Foundation
import Observations

/// Filters and order of a list as parameters of the REST API.
enum RESTFilters {
    static func parameters(_ filters: [FieldFilter], _ order: [FieldOrder]) -> [(String, String)] {
        var parameters = filters.map(parameter)
        if !order.isEmpty {
            parameters.append(("ordering", order.map { ($0.descending ? "-" : "") + $0.field.name }.joined(separator: ",")))
        }
        return parameters
    }

    private static func parameter(_ filter: FieldFilter) -> (String, String) {
        let (name, kind) = (filter.field.name, filter.field.kind)
        switch filter.test {
        case .isAny(let values): return ("\(name)__in", values.map { text($0, kind) }.joined(separator: ","))
        case .below(let value): return ("\(name)__lt", text(value, kind))
        case .atMost(let value): return ("\(name)__lte", text(value, kind))
        case .above(let value): return ("\(name)__gt", text(value, kind))
        case .atLeast(let value): return ("\(name)__gte", text(value, kind))
        case .isMissing(let isMissing): return ("\(name)__isnull", "\(isMissing)")
        case .holds(let piece, let place, let anyCase):
            let lookup =
                switch place {
                case .anywhere: "contains"
                case .start: "startswith"
                case .end: "endswith"
                case .whole: "exact"
                }
            return ("\(name)__\(anyCase ? "i" : "")\(lookup)", piece)
        }
    }

    private static func text(_ value: FieldFilter.Value, _ kind: FilterField.Kind) -> String {
        switch value {
        case .number(let seconds) where kind == .date: RESTDate.text(Date(timeIntervalSince1970: seconds))
        case .number(let number): "\(number)"
        case .integer(let number): "\(number)"
        case .text(let text): text
        case .flag(let flag): "\(flag)"
        }
    }
}
