import Foundation

/// A direction on the celestial sphere, ICRS.
public struct SkyPosition: Sendable, Hashable, Codable {
    /// Right ascension in degrees, 0 ≤ ra < 360.
    public let ra: Double
    /// Declination in degrees, −90 … +90.
    public let dec: Double

    /// - Parameters:
    ///   - ra: right ascension in degrees, any turn; brought into 0 ..< 360.
    ///   - dec: declination in degrees; held to −90 … +90.
    public init(ra: Double, dec: Double) {
        let turned = ra.truncatingRemainder(dividingBy: 360)
        let positive = turned < 0 ? turned + 360 : turned
        self.ra = positive >= 360 ? 0 : positive
        self.dec = min(90, max(-90, dec))
    }

    public init(_ v: UnitVector) {
        self.init(ra: degrees(atan2(v.y, v.x)), dec: degrees(atan2(v.z, (v.x * v.x + v.y * v.y).squareRoot())))
    }

    public var unitVector: UnitVector {
        let (a, d) = (radians(ra), radians(dec))
        return UnitVector(x: cos(d) * cos(a), y: cos(d) * sin(a), z: sin(d))
    }

    /// The angle between two directions in degrees, 0 … 180.
    public func separation(to other: SkyPosition) -> Double {
        degrees(unitVector.angle(to: other.unitVector))
    }

    /// The direction of `other` seen from here, in degrees east of north, 0 ..< 360.
    public func positionAngle(to other: SkyPosition) -> Double {
        let (d1, d2, da) = (radians(dec), radians(other.dec), radians(other.ra - ra))
        let angle = degrees(atan2(sin(da) * cos(d2), cos(d1) * sin(d2) - sin(d1) * cos(d2) * cos(da)))
        return angle < 0 ? angle + 360 : angle
    }
}

public func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }

public func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
