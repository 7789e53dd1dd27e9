import Foundation
public import Sky

/// A system of angles on the sky, as a rotation from it to ICRS.
public enum SkySystem: Sendable, Hashable {
    /// ICRS, and FK5 of J2000, which agrees with it to some 0.02″.
    case icrs
    case galactic
    /// Mean ecliptic and equinox of J2000. No header is read in it.
    case ecliptic
    /// Mean equator and equinox of this Julian year (IAU 1976 precession).
    case fk5(equinox: Double)

    /// Degrees.
    public func icrs(longitude: Double, latitude: Double) -> SkyPosition {
        let position = SkyPosition(ra: longitude, dec: latitude)
        guard let rotation else { return position }
        let v = position.unitVector
        return SkyPosition(
            UnitVector(
                directionOf: rotation[0][0] * v.x + rotation[1][0] * v.y + rotation[2][0] * v.z,
                rotation[0][1] * v.x + rotation[1][1] * v.y + rotation[2][1] * v.z,
                rotation[0][2] * v.x + rotation[1][2] * v.y + rotation[2][2] * v.z))
    }

    /// The angles of a position in this system, degrees; longitudes 0 ..< 360.
    public func own(_ position: SkyPosition) -> (longitude: Double, latitude: Double) {
        guard let rotation else { return (position.ra, position.dec) }
        let v = position.unitVector
        let own = SkyPosition(
            UnitVector(
                directionOf: rotation[0][0] * v.x + rotation[0][1] * v.y + rotation[0][2] * v.z,
                rotation[1][0] * v.x + rotation[1][1] * v.y + rotation[1][2] * v.z,
                rotation[2][0] * v.x + rotation[2][1] * v.y + rotation[2][2] * v.z))
        return (own.ra, own.dec)
    }

    /// Rows are the system's axes in ICRS.
    private var rotation: [[Double]]? {
        switch self {
        case .icrs: nil
        case .galactic: Self.galacticRotation
        case .ecliptic: Self.eclipticRotation
        case .fk5(let equinox): Self.precession(to: equinox)
        }
    }

    /// ESA SP-1200 (Hipparcos), vol. 1, eq. 1.5.11.
    private static let galacticRotation = [
        [-0.0548755604162154, -0.8734370902348850, -0.4838350155487132],
        [0.4941094278755837, -0.4448296299600112, 0.7469822444972189],
        [-0.8676661490190047, -0.1980763734312015, 0.4559837761750669],
    ]

    /// Obliquity 84381.406″ (IAU 2006 precession; the frame bias of ICRS, 0.02″, is left out).
    private static let eclipticRotation = {
        let obliquity = 84381.406 / 3600 * Double.pi / 180
        let (c, s) = (cos(obliquity), sin(obliquity))
        return [[1, 0, 0], [0, c, s], [0, -s, c]]
    }()

    /// From J2000 to another equinox: Lieske 1979, as in the Explanatory Supplement (1992), eq. 3.211-2.
    private static func precession(to equinox: Double) -> [[Double]] {
        let t = (equinox - 2000) / 100
        let arcsecond = Double.pi / 648_000
        let zeta = (2306.2181 * t + 0.30188 * t * t + 0.017998 * t * t * t) * arcsecond
        let z = (2306.2181 * t + 1.09468 * t * t + 0.018203 * t * t * t) * arcsecond
        let theta = (2004.3109 * t - 0.42665 * t * t - 0.041833 * t * t * t) * arcsecond
        return [
            [
                cos(z) * cos(theta) * cos(zeta) - sin(z) * sin(zeta), -cos(z) * cos(theta) * sin(zeta) - sin(z) * cos(zeta),
                -cos(z) * sin(theta),
            ],
            [
                sin(z) * cos(theta) * cos(zeta) + cos(z) * sin(zeta), -sin(z) * cos(theta) * sin(zeta) + cos(z) * cos(zeta),
                -sin(z) * sin(theta),
            ],
            [sin(theta) * cos(zeta), -sin(theta) * sin(zeta), cos(theta)],
        ]
    }
}
