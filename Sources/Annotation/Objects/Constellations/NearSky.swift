import Foundation
import Sky

/// A quick look, without angles, whether something can touch the picture at all.
struct NearSky {
    private let centre: UnitVector
    /// Of the circle round the picture, as the length of a chord of the unit sphere.
    private let reach: Double

    init(_ field: Field) {
        centre = field.centre.unitVector
        reach = 2 * sin(radians(min(180, field.radius + 0.01)) / 2)
    }

    /// Whether the great circle between two positions may come into the circle round the picture: no place of it is farther from the
    /// nearer of its ends than they are from each other.
    func mayShow(_ a: UnitVector, _ b: UnitVector) -> Bool {
        min(distance(a), distance(b)) - a.chord(to: b) <= reach
    }

    /// Whether a closed ring may have a piece of the picture within it.
    func mayShow(_ ring: [UnitVector]) -> Bool {
        if ring.contains(where: { distance($0) <= reach + 0.1 }) { return true }
        // Far from all corners: either well outside, which the middle of the ring tells, or right within.
        let (x, y, z) = ring.reduce((0.0, 0.0, 0.0)) { ($0.0 + $1.x, $0.1 + $1.y, $0.2 + $1.z) }
        let middle = UnitVector(directionOf: x, y, z)
        guard let extent = ring.lazy.map({ $0.chord(to: middle) }).max(), distance(middle) <= extent else { return false }
        return SphericalPolygon(ring).contains(centre)
    }

    private func distance(_ v: UnitVector) -> Double { v.chord(to: centre) }
}
