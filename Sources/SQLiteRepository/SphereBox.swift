import Foundation
import Sky

/// The smallest box along the axes round a cap of the unit sphere.
struct SphereBox {
    let low: [Double]
    let high: [Double]

    /// - Parameter cap: centre and radius in radians.
    init(_ cap: (centre: UnitVector, radius: Double)) {
        // A little more than the cap, so that rounding never leaves out a point of its rim.
        let radius = cap.radius + 1e-9
        let angles = [cap.centre.x, cap.centre.y, cap.centre.z].map { acos(min(1, max(-1, $0))) }
        // Along an axis at angle a from the centre, the cap reaches from a − radius to a + radius.
        low = angles.map { $0 + radius >= .pi ? -1 : cos($0 + radius) }
        high = angles.map { $0 - radius <= 0 ? 1 : cos($0 - radius) }
    }
}
