import Foundation
import GRDB
import Observations
import Sky

/// The position index: an R*Tree of boxes in space round each footprint on the unit sphere.
enum FootprintRows {
    /// Puts the footprint of an observation into the index, or takes it out where there is none (any more).
    static func put(_ db: Database, _ observation: Observation, id: Int64) throws {
        try db.cachedStatement(sql: "DELETE FROM footprint WHERE id = ?").execute(arguments: [id])
        guard let outline = outline(observation) else { return }
        let box = SphereBox(outline.polygon.boundingCap)
        var values: [(any DatabaseValueConvertible)?] = [id]
        for (low, high) in zip(box.low, box.high) { values += [low, high] }
        values += [DoubleBlob.data(outline.polygon.vertices), outline.inside.map { DoubleBlob.data([$0]) }]
        try db.cachedStatement(sql: insert).execute(arguments: StatementArguments(values))
    }

    /// The ids of all observations whose footprint contains a position, in ascending order.
    static func containing(_ db: Database, _ position: SkyPosition) throws -> [Int64] {
        let p = position.unitVector
        let test = OutlineTest(p)
        var ids: [Int64] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: candidates), arguments: [p.x, p.x, p.y, p.y, p.z, p.z])
        while let row = try rows.next() {
            var reader = RowReader(row)
            let id: Int64 = reader.next()
            let vertices: Data = reader.next()
            let inside: Data? = reader.optional()
            let known = inside == nil ? test.isInside(vertices) : nil
            if known ?? polygon(DoubleBlob.vectors(vertices), inside.map(DoubleBlob.vectors)?.first).contains(p) {
                ids.append(id)
            }
        }
        return ids.sorted()
    }

    /// The solution's footprint; for records of existing archives, which have none, the corners in `box`.
    private static func outline(_ observation: Observation) -> (polygon: SphericalPolygon, inside: UnitVector?)? {
        if let solution = observation.solution, solution.footprint.count >= 3 {
            // A field may be wider than half the sky; its centre tells which side of the outline it is.
            let inside = solution.radius > 60 ? solution.centre.unitVector : nil
            return (polygon(solution.footprint, inside), inside)
        }
        let numbers = observation.box?.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan }
        guard let numbers, numbers.count == 8, numbers.allSatisfy(\.isFinite) else { return nil }
        let corners = stride(from: 0, to: 8, by: 2).map { SkyPosition(ra: numbers[$0], dec: numbers[$0 + 1]) }
        // Four equal corners are an archive's way to say nothing.
        guard Set(corners).count >= 3 else { return nil }
        return (SphericalPolygon(corners.map(\.unitVector)), nil)
    }

    static func polygon(_ vertices: [UnitVector], _ inside: UnitVector?) -> SphericalPolygon {
        if let inside { SphericalPolygon(vertices, around: inside) } else { SphericalPolygon(vertices) }
    }

    private static let insert = """
        INSERT INTO footprint (id, x_min, x_max, y_min, y_max, z_min, z_max, vertices, inside) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let candidates = """
        SELECT id, vertices, inside FROM footprint \
        WHERE x_min <= ? AND x_max >= ? AND y_min <= ? AND y_max >= ? AND z_min <= ? AND z_max >= ?
        """
}
