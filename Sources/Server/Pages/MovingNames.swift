package import Ephemeris
import Foundation
package import Observations
import Sky

/// Planets, asteroids and comets by name, and the photos that they were in.
package struct MovingNames: Sendable {
    package struct Found: Sendable {
        /// "Jupiter", "(1) Ceres".
        package var name: String
        package var body: Body
    }

    /// Nil: only the Sun, the Moon, planets and their large moons are known.
    private let bodies: (any SmallBodies)?

    package init(bodies: (any SmallBodies)?) { self.bodies = bodies }

    /// A name as it is written comes before one of which the text is a part.
    package func found(_ text: String) async throws -> Found? {
        if let major = Body(named: text) { return Found(name: text.capitalized, body: major) }
        guard let bodies else { return nil }
        for exactly in [true, false] {
            if let small = try await bodies.bodies(named: text, exactly: exactly, limit: 1).first {
                return Found(name: small.name, body: small.body)
            }
        }
        return nil
    }

    /// Those of the fields in which the body was at the time of the photo, as near as `BodyPath` tells, in their order. Fields without a date or wider than 120 degrees
    /// or so, whose outline does not tell its inside, are left out.
    ///
    /// - Parameter site: nil: the Earth's centre.
    package static func passages(of body: Body, through outlines: [FieldOutline], from site: ObservingSite?) -> [Int64] {
        var path = BodyPath(of: body, from: site)
        return outlines.compactMap { outline in
            guard let date = outline.date, !outline.isWide, outline.vertices.count >= 3 else { return nil }
            let place = path.direction(at: date)
            let sum = outline.vertices.reduce((x: 0.0, y: 0.0, z: 0.0)) { ($0.x + $1.x, $0.y + $1.y, $0.z + $1.z) }
            let middle = UnitVector(directionOf: sum.x, sum.y, sum.z)
            let reach = outline.vertices.map { middle.dot($0) }.min() ?? 1
            guard middle.dot(place) >= reach - 1e-9, SphericalPolygon(outline.vertices).contains(place) else { return nil }
            return outline.id
        }
    }
}
