internal import CERFA
public import Foundation
public import Sky

/// The horizon of a site at a time: how high a direction stands, and where.
///
/// Polar motion, UT1 − UTC and aberration are left out: under half a minute of arc. Refraction is not in it.
public struct Horizon: Sendable {
    private let zenith: SIMD3<Double>
    private let north: SIMD3<Double>
    private let east: SIMD3<Double>

    public init(_ site: Site, at date: Date) {
        let time = EphemerisTime(date)
        let rows = rotation { eraC2t00b(2_451_545, time.days, 2_451_545, time.utcDays, 0, 0, $0) }
        func celestial(_ v: SIMD3<Double>) -> SIMD3<Double> {
            let parts = (0..<3).map { axis in (0..<3).reduce(0) { $0 + rows[$1 * 3 + axis] * v[$1] } }
            return SIMD3(parts[0], parts[1], parts[2])
        }
        let (a, d) = (radians(site.longitude), radians(site.latitude))
        zenith = celestial(SIMD3(cos(d) * cos(a), cos(d) * sin(a), sin(d)))
        north = celestial(SIMD3(-sin(d) * cos(a), -sin(d) * sin(a), cos(d)))
        east = celestial(SIMD3(-sin(a), cos(a), 0))
    }

    /// Degrees above the horizon, without refraction; ICRS.
    public func altitude(of position: SkyPosition) -> Double { degrees(asin(min(1, max(-1, dot(zenith, Self.vector(position)))))) }

    /// Degrees from north over east, 0 ..< 360; ICRS.
    public func azimuth(of position: SkyPosition) -> Double {
        let v = Self.vector(position)
        let angle = degrees(atan2(dot(east, v), dot(north, v)))
        return angle < 0 ? angle + 360 : angle
    }

    private static func vector(_ position: SkyPosition) -> SIMD3<Double> {
        let v = position.unitVector
        return SIMD3(v.x, v.y, v.z)
    }
}
