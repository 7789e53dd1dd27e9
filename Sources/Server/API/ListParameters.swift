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

    init(_ parameters: QueryParameters, pageSize: Int) throws(APIError) {
        self.pageSize = pageSize
        query.limit = pageSize
        wantsLast = parameters["page"] == "last"
        let asked = try FilterParameters(parameters, of: FilterField.observation, special: ["my_status", "my_status__in", "taskID"])
        (query.filters, query.order) = (asked.filters, asked.order)
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
        if let text = parameters.given("cone") { query.region = try Self.cone(text) }
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

    /// `ra,dec,radius` in degrees: footprints that share a point with this cap.
    private static func cone(_ text: String) throws(APIError) -> SkyRegion {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmed) }
        guard parts.count == 3, let ra = parts[0], let dec = parts[1], let radius = parts[2], (-360...720).contains(ra),
            (-90...90).contains(dec), (0...180).contains(radius)
        else { throw APIError(field: "cone", "Enter a region as \"ra,dec,radius\" in degrees.") }
        return .cap(SkyPosition(ra: ra, dec: dec), radius: radius)
    }
}
