import Foundation
import Sky

/// A quick look whether a line can touch the picture at all.
struct NearSky {
    let centre: UnitVector
    /// Degrees.
    let radius: Double

    init(_ field: Field) { (centre, radius) = (field.centre.unitVector, field.radius) }

    /// Whether the great circle between two positions may come into the circle round the picture.
    func mayShow(_ a: SkyPosition, _ b: SkyPosition) -> Bool {
        guard radius < 90 else { return true }
        let (u, v) = (a.unitVector, b.unitVector)
        let span = degrees(u.angle(to: v))
        return degrees(min(u.angle(to: centre), v.angle(to: centre))) <= radius + span / 2 + 0.01
    }

    func shows(_ position: SkyPosition) -> Bool { degrees(position.unitVector.angle(to: centre)) <= radius + 0.01 }
}
