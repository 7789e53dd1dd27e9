import Foundation
import Sky

/// A circle on the sky that positions of the file are tried against: first by whole numbers, then exactly.
struct Cap {
    private let centre: UnitVector
    /// Square of the longest chord.
    private let reach: Double
    private let middle: UInt32
    private let half: UInt32
    /// Declinations that can be inside, in the file's units.
    let decs: ClosedRange<Int64>

    /// - Parameter radius: degrees; nil is returned for a negative one and for NaN.
    init?(_ centre: SkyPosition, radius: Double) {
        guard radius >= 0, centre.ra.isFinite, centre.dec.isFinite else { return nil }
        let radius = min(radius, 180)
        self.centre = centre.unitVector
        let sine = sin(radians(radius) / 2)
        // A position is rounded when it is written: what lies on the edge stays in.
        reach = radius >= 180 ? .infinity : 4 * sine * sine * (1 + 1e-12) + 1e-16
        middle = UInt32(truncatingIfNeeded: CatalogFormat.angle(centre.ra))
        let margin = 1e-5
        decs = CatalogFormat.angle(centre.dec - radius - margin)...CatalogFormat.angle(centre.dec + radius + margin)
        let widest = abs(centre.dec) + radius + margin
        if widest >= 90 {
            half = 1 << 31
        } else {
            // The meridians that touch the circle.
            let touch = degrees(asin(min(1, sin(radians(radius)) / cos(radians(centre.dec)))))
            half = UInt32(min(CatalogFormat.angle(touch + margin / cos(radians(widest))), 1 << 31))
        }
    }

    /// Whether the meridian of this right ascension comes through the circle at all.
    func mayHold(ra: UInt32) -> Bool { half >= 1 << 31 || ra &- middle &+ half <= 2 &* half }

    func holds(_ position: SkyPosition) -> Bool {
        let v = position.unitVector
        let (x, y, z) = (v.x - centre.x, v.y - centre.y, v.z - centre.z)
        return x * x + y * y + z * z <= reach
    }
}
