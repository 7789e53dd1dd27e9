import Foundation
import Sky
import WCS

/// A solution without distortion about the picture's centre, which is all that ASTAP's `.ini` file can say: the gnomonic projection that
/// differs least from the solution over the picture.
struct LinearSolution {
    /// FITS pixels: the centre of the first is 1.
    let reference: (x: Double, y: Double)
    let centre: SkyPosition
    /// Degrees per pixel.
    let cd: (xx: Double, xy: Double, yx: Double, yy: Double)

    /// - Throws: `WCSError` where the solution has no sky under the picture's centre.
    init(_ wcs: WCS) throws {
        let middle = PixelPoint(x: Double(wcs.width - 1) / 2, y: Double(wcs.height - 1) / 2)
        centre = try wcs.sky(middle)
        reference = (middle.x + 1, middle.y + 1)
        let steps = 9
        var points: [PixelPoint] = []
        for row in 0..<steps {
            for column in 0..<steps {
                points.append(
                    PixelPoint(
                        x: Double(column) / Double(steps - 1) * Double(wcs.width - 1),
                        y: Double(row) / Double(steps - 1) * Double(wcs.height - 1)))
            }
        }
        // Symmetric about the centre, so that the two directions do not mix.
        var (xx, yy, sums) = (0.0, 0.0, (0.0, 0.0, 0.0, 0.0))
        let (ra, dec) = (radians(centre.ra), radians(centre.dec))
        for (point, sky) in zip(points, try wcs.sky(points)) {
            guard let sky else { continue }
            let (a, d) = (radians(sky.ra) - ra, radians(sky.dec))
            let depth = sin(dec) * sin(d) + cos(dec) * cos(d) * cos(a)
            // Beyond the horizon of the projection.
            guard depth > 0.05 else { continue }
            let east = degrees(cos(d) * sin(a) / depth)
            let north = degrees((cos(dec) * sin(d) - sin(dec) * cos(d) * cos(a)) / depth)
            let (x, y) = (point.x - middle.x, point.y - middle.y)
            xx += x * x
            yy += y * y
            sums.0 += x * east
            sums.1 += y * east
            sums.2 += x * north
            sums.3 += y * north
        }
        guard xx > 0, yy > 0 else { throw WCSError("the picture is too small for a solution") }
        cd = (sums.0 / xx, sums.1 / yy, sums.2 / xx, sums.3 / yy)
    }

    var keywords: [(name: String, value: Double)] {
        // Pixel sizes and turns of the axes: AIPS convention (Calabretta & Greisen 2002, A&A 395, 1077, section 6).
        let sign = cd.xx * cd.yy - cd.xy * cd.yx < 0 ? -1.0 : 1.0
        return [
            ("CRPIX1", reference.x), ("CRPIX2", reference.y), ("CRVAL1", centre.ra), ("CRVAL2", centre.dec),
            ("CDELT1", sign * hypot(cd.xx, cd.yx)), ("CDELT2", hypot(cd.xy, cd.yy)),
            ("CROTA1", degrees(atan2(sign * cd.yx, sign * cd.xx))), ("CROTA2", degrees(atan2(-cd.xy, cd.yy))),
            ("CD1_1", cd.xx), ("CD1_2", cd.xy), ("CD2_1", cd.yx), ("CD2_2", cd.yy),
        ]
    }
}
