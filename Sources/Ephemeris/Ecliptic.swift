import Foundation

/// The ecliptic and equinox J2000 (IAU 1976 obliquity, 84381.448″), to which orbital elements and theories refer.
enum Ecliptic {
    private static let obliquity = 84381.448 / 3600 * Double.pi / 180
    private static let sine = sin(obliquity)
    private static let cosine = cos(obliquity)

    /// Turns about x only: the frames' 0.02″ between dynamical equinox and ICRS are left out.
    static func toICRS(_ v: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(v.x, cosine * v.y - sine * v.z, sine * v.y + cosine * v.z)
    }

    static func fromICRS(_ v: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(v.x, cosine * v.y + sine * v.z, cosine * v.z - sine * v.y)
    }
}
