import Foundation
import HTTPTypes
import Observations
import Sky

/// What the page of all observations is asked for by its address.
struct ListFilters {
    static let pageSize = 50
    /// Parameters that it knows.
    static let names = ["q", "at", "radius", "from", "to", "status", "view", "page"] + fields.map(\.name)
    /// Fields of few values, as the REST API names them.
    static let fields: [(name: String, label: String)] = [
        ("image_type", "Type"), ("quality", "Quality"), ("instrument", "Instrument"), ("iso", "ISO"),
        ("focal_length", "Focal length"),
    ]

    private(set) var query = ObservationQuery()
    private(set) var page = 1
    /// What the place was taken for.
    private(set) var place: SkyName.Place?
    /// What moves and was looked for: where it was when each photo was taken.
    private(set) var moving: String?
    /// Why nothing can be listed; a sentence.
    private(set) var problem: String?

    /// What a name or position is found to be.
    enum Target: Sendable {
        case place(SkyName.Place)
        /// The photos in which it was, by their ids.
        case moving(name: String, photos: [Int64])
    }

    /// - Parameter find: looks a name or position up.
    init(_ parameters: QueryParameters, find: (String) async throws -> Target) async throws {
        query.newestFirst = true
        query.limit = Self.pageSize
        page = min(max(1, parameters["page"].flatMap { Int($0) } ?? 1), 1_000_000)
        query.offset = (page - 1) * Self.pageSize
        query.text = parameters.given("q")?.trimmed
        if let status = parameters.given("status") { query.statuses = [ObservationStatus(rawValue: status)] }
        do {
            query.filters = try Self.filters(parameters)
            try await look(parameters, find)
        } catch let error as APIError {
            problem = error.text
        } catch let error as SkyName.Problem {
            problem = error.message
        }
    }

    private static func filters(_ parameters: QueryParameters) throws(APIError) -> [FieldFilter] {
        var known = parameters
        known.items.removeAll { item in !fields.contains { $0.name == item.name } }
        do throws(APIError) {
            var filters = try FilterParameters(known, of: FilterField.observation).filters
            guard let date = FilterField.observation["date"] else { return filters }
            if let from = try day(parameters, "from") { filters.append(FieldFilter(date, .atLeast(.number(from)))) }
            // The day itself is within.
            if let to = try day(parameters, "to") { filters.append(FieldFilter(date, .below(.number(to + 86_400)))) }
            return filters
        } catch {
            let messages = error.fields.map { field in
                "\(fields.first { $0.name == field.field }?.label ?? field.field): \(field.message)"
            }
            throw APIError(.badRequest, detail: messages.joined(separator: " "))
        }
    }

    /// Seconds since 1970 at which a day begins in UTC.
    private static func day(_ parameters: QueryParameters, _ name: String) throws(APIError) -> Double? {
        guard let text = parameters.given(name)?.trimmed else { return nil }
        guard text.utf8.count == 10, let date = DateTime.date(from: "\(text) 00:00") else {
            throw APIError(field: name == "from" ? "From" : "To", "Enter a date such as 2026-03-21.")
        }
        return date.timeIntervalSince1970
    }

    private mutating func look(_ parameters: QueryParameters, _ find: (String) async throws -> Target) async throws {
        var radius: Double?
        if let text = parameters.given("radius")?.trimmed {
            guard let number = Double(text), (0...180).contains(number) else {
                throw APIError(.badRequest, detail: "A radius is a number of degrees from 0 to 180.")
            }
            radius = number
        }
        guard let text = parameters.given("at")?.trimmed, !text.isEmpty else {
            if radius != nil { throw APIError(.badRequest, detail: "A radius needs a position or a name that it is round.") }
            return
        }
        let found: SkyName.Place
        switch try await find(String(text.prefix(200))) {
        case .place(let place): found = place
        case .moving(let name, let photos):
            if radius != nil { throw APIError(.badRequest, detail: "\(name) moves: leave the radius out.") }
            moving = name
            if let id = FilterField.observation["id"] { query.filters.append(FieldFilter(id, .isAny(photos.map { .integer($0) }))) }
            return
        }
        place = found
        if let radius, radius > 0 {
            query.region = .cap(found.position, radius: radius)
        } else if let area = found.area {
            query.region = .polygon(area)
        } else {
            query.containing = found.position
        }
    }
}
