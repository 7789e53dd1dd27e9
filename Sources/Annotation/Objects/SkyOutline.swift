import Foundation
import Sky
import WCS

/// The outline of an ellipse on the sky as it lies on the picture: an ellipse where that is true to 0.2 pixels, else the curve itself.
struct SkyOutline {
    let figures: [Figure]
    /// The outline as points, for labels that keep off it.
    let rim: [[PixelPoint]]
    /// The whole outline, outside the picture too; an estimate where the projection does not reach.
    let bounds: Box
    /// Longer half axis, pixels.
    let radius: Double

    init(ellipse: Figure, centre: PixelPoint) {
        let points = Self.points(of: ellipse)
        (figures, rim) = ([ellipse], [points])
        bounds = points.reduce(Box(centre: centre, width: 0, height: 0)) { $0.including($1) }
        if case .ellipse(_, let semiMajor, _, _) = ellipse { radius = semiMajor } else { radius = 0 }
    }

    /// - Parameters:
    ///   - semiMajor: and `semiMinor`: degrees along great circles.
    ///   - positionAngle: of the major axis, degrees east of north.
    init?(centre: SkyPosition, semiMajor: Double, semiMinor: Double, positionAngle: Double, in field: Field) {
        guard let frame = field.frame(at: centre), semiMajor >= 0, semiMinor >= 0, semiMajor < 90 else { return nil }
        let figure = frame.ellipse(semiMajor: semiMajor, semiMinor: semiMinor, positionAngle: positionAngle)
        let flat = SkyOutline(ellipse: figure, centre: frame.pixel)
        // The ends of both axes as they truly fall, against those of the flat ellipse.
        let ends = [(0.0, semiMajor), (90.0, semiMinor), (180.0, semiMajor), (270.0, semiMinor)]
        let exact = field.pixels(ends.map { centre.moved(by: $1, towards: positionAngle + $0) })
        let isFlat = zip(ends, exact).allSatisfy { end, place in
            guard let place else { return false }
            let way = frame.direction(positionAngle + end.0)
            return place.distance(to: PixelPoint(x: frame.pixel.x + way.x * end.1, y: frame.pixel.y + way.y * end.1)) < 0.2
        }
        guard !isFlat else {
            self = flat
            return
        }
        let pieces = SkyCurve.paths(in: field, from: 0, to: 360) { turn in
            // By the eccentric angle, so that the points lie close where a slim ellipse bends.
            let (x, y) = (semiMajor * cos(radians(turn)), semiMinor * sin(radians(turn)))
            return centre.moved(by: (x * x + y * y).squareRoot(), towards: positionAngle + degrees(atan2(y, x)))
        }
        figures = pieces.map { .path($0, closed: false) }
        rim = pieces
        bounds = pieces.joined().reduce(flat.bounds) { $0.including($1) }
        radius = flat.radius
    }

    /// The part of the outline's box that is in the picture; nil where no part of the outline is.
    func visibleBox(in field: Field) -> Box? {
        let seen = rim.joined().filter { field.bounds.contains($0) }
        guard let first = seen.first else { return nil }
        return seen.reduce(Box(centre: first, width: 0, height: 0)) { $0.including($1) }
    }

    /// Points along an ellipse, the first repeated at the end.
    static func points(of figure: Figure) -> [PixelPoint] {
        guard case .ellipse(let centre, let semiMajor, let semiMinor, let angle) = figure else { return [] }
        let count = max(24, min(720, Int(semiMajor)))
        let (c, s) = (cos(radians(angle)), sin(radians(angle)))
        return (0...count).map { index in
            let turn = 2 * .pi * Double(index) / Double(count)
            let (x, y) = (semiMajor * cos(turn), semiMinor * sin(turn))
            return PixelPoint(x: centre.x + x * c - y * s, y: centre.y + x * s + y * c)
        }
    }

    /// The ellipse that fills a box.
    static func rim(of box: Box) -> [PixelPoint] {
        let wide = box.width >= box.height
        return points(
            of: .ellipse(
                centre: box.centre, semiMajor: max(box.width, box.height) / 2, semiMinor: min(box.width, box.height) / 2,
                angle: wide ? 0 : 90))
    }
}

extension Box {
    func including(_ point: PixelPoint) -> Box {
        Box(minX: min(minX, point.x), minY: min(minY, point.y), maxX: max(maxX, point.x), maxY: max(maxY, point.y))
    }

    /// The part within another; squeezed onto its edge where they do not meet.
    func within(_ other: Box) -> Box {
        func held(_ x: Double, _ low: Double, _ high: Double) -> Double { min(high, max(low, x)) }
        return Box(
            minX: held(minX, other.minX, other.maxX), minY: held(minY, other.minY, other.maxY),
            maxX: held(maxX, other.minX, other.maxX), maxY: held(maxY, other.minY, other.maxY))
    }
}

extension SkyPosition {
    /// The position a number of degrees away along the great circle that starts at a position angle, degrees east of north.
    func moved(by distance: Double, towards positionAngle: Double) -> SkyPosition {
        let (d, p) = (radians(distance), radians(positionAngle))
        let (a, b) = (radians(ra), radians(dec))
        let (east, north) = (sin(p) * sin(d), cos(p) * sin(d))
        let here = cos(d)
        return SkyPosition(
            UnitVector(
                directionOf: here * cos(b) * cos(a) - east * sin(a) - north * sin(b) * cos(a),
                here * cos(b) * sin(a) + east * cos(a) - north * sin(b) * sin(a), here * sin(b) + north * cos(b)))
    }
}

/// Of an angle in degrees.
func cosAndSin(_ angle: Double) -> (Double, Double) { (cos(radians(angle)), sin(radians(angle))) }
