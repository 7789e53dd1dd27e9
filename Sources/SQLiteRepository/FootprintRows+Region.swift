import Foundation
import GRDB
import Observations
import Sky

extension FootprintRows {
    /// The ids of all observations that lie in a region, in ascending order.
    static func inside(_ db: Database, _ region: SkyRegion) throws -> [Int64] {
        switch region {
        case .cap(let centre, let radius):
            let (middle, reach) = (centre.unitVector, radians(radius))
            let test = OutlineTest(middle)
            return try candidates(db, SphereBox((middle, reach))) { vertices, inside in
                // Most of what is near holds the centre, which is soon seen.
                guard inside == nil, let holdsCentre = test.isInside(vertices) else {
                    return polygon(DoubleBlob.vectors(vertices), inside).overlaps(capAround: middle, radius: reach)
                }
                return holdsCentre || SphericalPolygon.outline(DoubleBlob.vectors(vertices), isWithin: reach, of: middle)
            }
        case .polygon(let polygon):
            return try candidates(db, SphereBox(polygon.boundingCap)) { vertices, inside in
                Self.polygon(DoubleBlob.vectors(vertices), inside).overlaps(polygon)
            }
        case .centres(let centre, let radius):
            let box = SphereBox((centre.unitVector, radians(radius)))
            let sql = """
                SELECT o.id, o.field_ra, o.field_dec FROM footprint f JOIN observation o ON o.id = f.id \
                WHERE \(touching) AND o.field_ra IS NOT NULL AND o.field_dec IS NOT NULL
                """
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments(box))
            var ids: [Int64] = []
            while let row = try rows.next() {
                let position = SkyPosition(ra: row[1], dec: row[2])
                if position.separation(to: centre) <= radius { ids.append(row[0]) }
            }
            return ids.sorted()
        }
    }

    /// - Parameter test: looks at an outline, x, y, z of each vertex, and at a point inside of very wide ones.
    private static func candidates(
        _ db: Database, _ box: SphereBox, _ test: (_ vertices: Data, _ inside: UnitVector?) -> Bool
    ) throws -> [Int64] {
        let sql = "SELECT id, vertices, inside FROM footprint f WHERE \(touching)"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments(box))
        var ids: [Int64] = []
        while let row = try rows.next() {
            var reader = RowReader(row)
            let id: Int64 = reader.next()
            let vertices: Data = reader.next()
            let inside: Data? = reader.optional()
            if test(vertices, inside.map(DoubleBlob.vectors)?.first) { ids.append(id) }
        }
        return ids.sorted()
    }

    private static let touching = ["x", "y", "z"].map { "f.\($0)_min <= ? AND f.\($0)_max >= ?" }.joined(separator: " AND ")

    private static func arguments(_ box: SphereBox) -> StatementArguments {
        StatementArguments(zip(box.low, box.high).flatMap { [$1, $0] })
    }
}
