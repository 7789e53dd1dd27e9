import Foundation

/// An elliptic orbit in 56 bytes, as a survey of all known ones needs it: good to an arcsecond or two.
///
/// Its bytes are written to files as they stand in memory: those of a machine with the lowest byte first.
public struct PackedOrbit: Sendable, Hashable, BitwiseCopyable {
    /// Julian date of a perihelion, TT, minus 2451545.
    var perihelion: Double
    /// Radians in a day.
    var motion: Double
    /// Half axes of the ellipse in au, ICRS: towards the perihelion, and 90° on.
    var (px, py, pz): (Float, Float, Float)
    var (qx, qy, qz): (Float, Float, Float)
    var eccentricity: Float
    /// Absolute magnitude H; not a number where it is not known.
    var h: Float
    /// Where the catalogue has more of it.
    public var number: Int64

    /// - Returns: nil for orbits that are not closed.
    public init?(_ orbit: Orbit, h: Double?, number: Int64) {
        guard orbit.eccentricity < 1 else { return nil }
        let e = orbit.eccentricity
        let axis = orbit.perihelionDistance / (1 - e)
        guard axis.isFinite, axis < 1e6 else { return nil }
        let (p, q) = (orbit.toPerihelion * axis, orbit.ahead * (axis * (1 - e * e).squareRoot()))
        motion = Orbit.gauss / (axis * axis.squareRoot())
        perihelion = orbit.perihelionTime - 2_451_545
        (px, py, pz) = (Float(p.x), Float(p.y), Float(p.z))
        (qx, qy, qz) = (Float(q.x), Float(q.y), Float(q.z))
        (eccentricity, self.h, self.number) = (Float(e), Float(h ?? .nan), number)
    }

    /// Place in au and motion in au a day, round the Sun.
    ///
    /// - Parameter days: TT since J2000.0.
    /// - Returns: nil where Kepler's equation was not solved in time: orbits that are almost parabolas, near the perihelion.
    @inline(__always)
    func state(_ days: Double) -> (place: SIMD3<Double>, motion: SIMD3<Double>)? {
        let e = Double(eccentricity)
        let turns = (days - perihelion) * motion / (2 * .pi)
        let mean = (turns - turns.rounded()) * 2 * .pi
        var anomaly = mean + e * sin(mean) * (1 + e * cos(mean))
        var (sine, cosine) = (0.0, 0.0)
        for _ in 0..<12 {
            (sine, cosine) = (sin(anomaly), cos(anomaly))
            let miss = anomaly - e * sine - mean
            // Halley's step.
            let (slope, bend) = (1 - e * cosine, e * sine)
            let step = miss / (slope - 0.5 * miss * bend / slope)
            anomaly -= step
            if abs(step) < 1e-4 {
                // The next step would be of the third power of this one; sine and cosine follow without another look.
                (sine, cosine) = (sine - step * cosine, cosine + step * sine)
                let (p, q) = (SIMD3(Double(px), Double(py), Double(pz)), SIMD3(Double(qx), Double(qy), Double(qz)))
                let rate = motion / (1 - e * cosine)
                return (p * (cosine - e) + q * sine, (q * cosine - p * sine) * rate)
            }
        }
        return nil
    }
}
