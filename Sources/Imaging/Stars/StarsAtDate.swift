import Catalogs
import Foundation
import Sky
import WCS

/// The catalogue's stars round a picture, where they were at its date, to be found by place.
struct StarsAtDate {
    private var cells: [Cell: [(vector: UnitVector, star: ListedStar)]] = [:]

    private struct Cell: Hashable {
        var x: Int
        var y: Int
        var z: Int
    }

    /// A cell's side on the unit sphere: a quarter of a degree.
    private static let side = 0.0044

    init(_ catalog: (any SkyCatalog)?, around wcs: WCS, date: Date?) {
        guard let catalog else { return }
        // J2000.0 is 2000-01-01 12:00 TT; a minute is nothing to proper motion.
        let years = ((date?.timeIntervalSince1970 ?? 946_728_000) - 946_728_000) / (365.25 * 86_400)
        for star in catalog.stars(within: min(180, wcs.radius + 0.1), of: wcs.centre, brighterThan: 30) {
            let vector = Self.moved(star, years: years)
            cells[Self.cell(vector), default: []].append((vector, star))
        }
    }

    /// - Parameter radius: degrees, less than a quarter.
    func nearest(to place: UnitVector, within radius: Double) -> ListedStar? {
        var best: (angle: Double, star: ListedStar)?
        let middle = Self.cell(place)
        for x in -1...1 {
            for y in -1...1 {
                for z in -1...1 {
                    for found in cells[Cell(x: middle.x + x, y: middle.y + y, z: middle.z + z)] ?? [] {
                        let angle = degrees(found.vector.angle(to: place))
                        if angle <= radius, angle < best?.angle ?? .infinity { best = (angle, found.star) }
                    }
                }
            }
        }
        return best?.star
    }

    /// Straight on the tangent plane: good to a milliarcsecond over centuries but for the very fastest.
    private static func moved(_ star: ListedStar, years: Double) -> UnitVector {
        let here = star.position.unitVector
        let (ra, dec) = (radians(star.position.ra), radians(star.position.dec))
        let unit = radians(1 / 3_600_000) * years
        let (e, n) = (star.properMotion.east * unit, star.properMotion.north * unit)
        guard abs(e) < 0.1, abs(n) < 0.1 else { return here }
        return UnitVector(
            directionOf: here.x - sin(ra) * e - sin(dec) * cos(ra) * n, here.y + cos(ra) * e - sin(dec) * sin(ra) * n,
            here.z + cos(dec) * n)
    }

    private static func cell(_ v: UnitVector) -> Cell {
        Cell(x: Int((v.x / side).rounded(.down)), y: Int((v.y / side).rounded(.down)), z: Int((v.z / side).rounded(.down)))
    }
}
