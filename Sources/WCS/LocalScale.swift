import Foundation
import Sky

/// How one pixel lies on the sky: steps along x and y in degrees towards east and north.
struct LocalScale: Sendable {
    private let xEast: Double
    private let xNorth: Double
    private let yEast: Double
    private let yNorth: Double

    /// - Parameter positions: a pixel's centre, and half a pixel before and after it in x, then in y.
    init?(_ positions: [SkyPosition]) {
        guard positions.count == 5 else { return nil }
        let centre = positions[0].unitVector
        let (ra, dec) = (radians(positions[0].ra), radians(positions[0].dec))
        let east = UnitVector(x: -sin(ra), y: cos(ra), z: 0)
        let north = UnitVector(x: -sin(dec) * cos(ra), y: -sin(dec) * sin(ra), z: cos(dec))
        func step(_ before: SkyPosition, _ after: SkyPosition) -> (east: Double, north: Double) {
            let (a, b) = (before.unitVector, after.unitVector)
            let d = (x: b.x - a.x, y: b.y - a.y, z: b.z - a.z)
            let (e, n) = (
                d.x * east.x + d.y * east.y + d.z * east.z, d.x * north.x + d.y * north.y + d.z * north.z
            )
            // The chord's direction with the angle's length.
            let length = (e * e + n * n).squareRoot()
            let angle = degrees(a.angle(to: b))
            return length > 0 ? (e / length * angle, n / length * angle) : (0, 0)
        }
        guard centre.x.isFinite else { return nil }
        (xEast, xNorth) = step(positions[1], positions[2])
        (yEast, yNorth) = step(positions[3], positions[4])
        guard determinant != 0, determinant.isFinite else { return nil }
    }

    var determinant: Double { xEast * yNorth - xNorth * yEast }

    /// Degrees per pixel, mean of the two axes.
    var mean: Double {
        ((xEast * xEast + xNorth * xNorth).squareRoot() + (yEast * yEast + yNorth * yNorth).squareRoot()) / 2
    }

    var parity: Int { determinant > 0 ? 1 : -1 }

    /// Direction of growing y, degrees east of north, −180 … 180: astrometry.net's formula, in which both axes have their say.
    var orientation: Double {
        let sign = Double(parity)
        return -degrees(atan2(sign * xNorth - yEast, sign * xEast + yNorth))
    }
}
