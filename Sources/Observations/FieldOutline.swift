public import Foundation
public import Sky

/// Where on the sky an observation is, with what a map says of it.
public struct FieldOutline: Sendable, Hashable {
    public var id: Int64
    public var name: String
    public var date: Date?
    /// In order round the field, ICRS.
    public var vertices: [UnitVector]
    /// The outline does not tell its inside: the field is wider than 120 degrees or so.
    public var isWide: Bool

    public init(id: Int64, name: String, date: Date?, vertices: [UnitVector], isWide: Bool = false) {
        (self.id, self.name, self.date, self.vertices, self.isWide) = (id, name, date, vertices, isWide)
    }
}

extension ObservationRepository {
    /// For repositories without an index of footprints.
    public func outlines(limit: Int) async throws -> [FieldOutline] {
        var query = ObservationQuery()
        (query.newestFirst, query.limit) = (true, limit)
        return try await observations(matching: query).items.compactMap { o in
            guard let solution = o.solution, solution.footprint.count >= 3 else { return nil }
            return FieldOutline(
                id: o.id, name: o.name, date: o.date, vertices: solution.footprint, isWide: solution.radius > 60)
        }
    }
}
