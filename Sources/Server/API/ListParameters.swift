import Foundation
import Observations
import Sky

/// What a list was asked for: a page number and filters. Filters that are not known are ignored.
struct ListParameters {
    var query = ObservationQuery()
    var page = 1
    /// `page=last`: which that is shows once the count is known.
    let wantsLast: Bool
    let pageSize: Int

    private static let numericFields: Set<Substring> = [
        "field_ra", "field_dec", "field_fov", "ra_min", "ra_max", "dec_min", "dec_max", "exposure_in_seconds",
        "focal_length", "stacked_images",
    ]
    private static let comparisons: Set<Substring> = ["gte", "lte", "gt", "lt"]

    init(_ parameters: QueryParameters, pageSize: Int) throws(APIError) {
        self.pageSize = pageSize
        query.limit = pageSize
        wantsLast = parameters["page"] == "last"
        try Self.checkNumbers(parameters)
        if let status = parameters.given("my_status") {
            query.statuses = [ObservationStatus(rawValue: status)]
        }
        if let list = parameters.given("my_status__in") {
            let any = list.split(separator: ",").map { ObservationStatus(rawValue: $0.trimmed) }
            query.statuses = query.statuses.map { $0.filter(any.contains) } ?? any
        }
        query.taskID = parameters.given("taskID")
        query.text = parameters.given("fieldsearch")
        if let text = parameters.given("coordsearch") {
            query.containing = try Self.position(text)
        }
        if let text = parameters["page"] {
            guard let number = wantsLast ? 1 : Int(text), (1...Int.max / pageSize).contains(number) else {
                throw APIError.invalidPage
            }
            page = number
        }
        query.offset = (page - 1) * pageSize
    }

    private static func position(_ text: String) throws(APIError) -> SkyPosition {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmed) }
        guard parts.count == 2, let ra = parts[0], let dec = parts[1], (-360...720).contains(ra), (-90...90).contains(dec)
        else {
            throw APIError(field: "coordsearch", "Enter a position as \"ra,dec\" in degrees.")
        }
        return SkyPosition(ra: ra, dec: dec)
    }

    private static func checkNumbers(_ parameters: QueryParameters) throws(APIError) {
        var problems: [APIError.FieldMessage] = []
        for (name, value) in parameters.items where !value.isEmpty {
            let parts = name.split(separator: "_", omittingEmptySubsequences: false)
            let comparison = parts.last ?? ""
            let field = name.dropLast(comparison.count + 2)
            let isComparison = comparisons.contains(comparison) && parts.count > 2 && parts[parts.count - 2].isEmpty
            if isComparison, numericFields.contains(field), Double(value.trimmed) == nil {
                problems.append(APIError.FieldMessage(field: name, message: "Enter a number."))
            }
        }
        if !problems.isEmpty { throw APIError(fields: problems) }
    }
}
