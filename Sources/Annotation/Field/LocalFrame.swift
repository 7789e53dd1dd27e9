import Foundation
public import Sky
public import WCS

/// How the sky lies on the pixels round one position: the steps in pixels for one degree towards east and towards north.
public struct LocalFrame: Sendable, Hashable {
    public let pixel: PixelPoint
    /// Pixels per degree.
    public let east: (x: Double, y: Double)
    public let north: (x: Double, y: Double)

    init?(at position: SkyPosition, in field: Field) {
        // Small enough to be straight, large enough for the digits of a pixel position.
        let step = radians(max(1e-6, min(0.05, field.radius / 500)))
        let here = position.unitVector
        let (ra, dec) = (radians(position.ra), radians(position.dec))
        let toEast = (x: -sin(ra), y: cos(ra), z: 0.0)
        let toNorth = (x: -sin(dec) * cos(ra), y: -sin(dec) * sin(ra), z: cos(dec))
        func moved(_ way: (x: Double, y: Double, z: Double), _ by: Double) -> SkyPosition {
            SkyPosition(
                UnitVector(
                    directionOf: here.x * cos(by) + way.x * sin(by), here.y * cos(by) + way.y * sin(by),
                    here.z * cos(by) + way.z * sin(by)))
        }
        let around = field.pixels([
            position, moved(toEast, step), moved(toEast, -step), moved(toNorth, step), moved(toNorth, -step),
        ])
        guard let centre = around[0], let e = around[1], let w = around[2], let n = around[3], let s = around[4] else {
            return nil
        }
        let degrees = 2 * step * 180 / .pi
        pixel = centre
        east = ((e.x - w.x) / degrees, (e.y - w.y) / degrees)
        north = ((n.x - s.x) / degrees, (n.y - s.y) / degrees)
        guard scale.isFinite, scale > 0 else { return nil }
    }

    /// Pixels per degree, geometric mean.
    public var scale: Double { abs(east.x * north.y - east.y * north.x).squareRoot() }

    /// The pixel step for a direction, degrees east of north, of the length of one degree.
    public func direction(_ positionAngle: Double) -> (x: Double, y: Double) {
        let angle = radians(positionAngle)
        return (north.x * cos(angle) + east.x * sin(angle), north.y * cos(angle) + east.y * sin(angle))
    }

    /// The direction of a position angle on the screen: degrees from +x towards +y.
    public func screenAngle(_ positionAngle: Double) -> Double {
        let way = direction(positionAngle)
        return degrees(atan2(way.y, way.x))
    }

    /// An ellipse on the sky as it appears in the picture.
    ///
    /// - Parameters: half axes in degrees; position angle of the major one, degrees east of north.
    public func ellipse(semiMajor: Double, semiMinor: Double, positionAngle: Double) -> Figure {
        let along = direction(positionAngle)
        let across = direction(positionAngle + 90)
        // The image of the unit circle under the columns (p, q); its axes are the singular values.
        let p = (x: along.x * semiMajor, y: along.y * semiMajor)
        let q = (x: across.x * semiMinor, y: across.y * semiMinor)
        let (a, b, c) = (p.x * p.x + q.x * q.x, p.x * p.y + q.x * q.y, p.y * p.y + q.y * q.y)
        let (middle, half) = ((a + c) / 2, (((a - c) / 2) * ((a - c) / 2) + b * b).squareRoot())
        return .ellipse(
            centre: pixel, semiMajor: (middle + half).squareRoot(), semiMinor: max(0, middle - half).squareRoot(),
            angle: half > 1e-12 * middle ? degrees(atan2(2 * b, a - c) / 2) : 0)
    }

    public static func == (a: LocalFrame, b: LocalFrame) -> Bool {
        a.pixel == b.pixel && a.east == b.east && a.north == b.north
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(pixel) }
}
