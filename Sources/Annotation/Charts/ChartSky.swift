import Foundation
import Sky
import WCS

/// The ground of a chart: dark blue sky, the band of the Milky Way, and the ecliptic.
struct ChartSky: SketchLayer {
    let isGlobe: Bool

    static let night = Colour(0.035, 0.05, 0.095)
    static let milkyWay = Colour(0.62, 0.70, 0.95)
    static let galaxy = Colour(0.62, 0.70, 0.95, alpha: 0.45)
    static let ecliptic = Colour(0.95, 0.80, 0.35, alpha: 0.5)

    func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let rim = isGlobe ? edge(field) : corners(field)
        sketch.draw(Mark(.path(rim, closed: true), fill: Self.night), in: .ground)
        // A band that is brightest in its middle, of strokes that lie on each other.
        let scale = field.wcs.pixelScale / 3600
        let equator = circle(.galactic, field)
        for width in stride(from: 28.0, through: 4, by: -2) {
            let stroke = Stroke(Self.milkyWay.withAlpha(0.01), width: width / scale)
            for path in wide(.galactic, field, margin: width / scale) {
                let band = isGlobe ? extended(path, by: width / scale) : path
                sketch.draw(Mark(.path(band, closed: false), stroke: stroke), in: .ground)
            }
        }
        let unit = field.unit
        for path in equator {
            let stroke = Stroke(Self.galaxy, width: 0.9 * unit, dash: [2 * unit, 4 * unit])
            sketch.draw(Mark(.path(path, closed: false), stroke: stroke, title: "galactic equator"), in: .ground)
        }
        for path in circle(.ecliptic, field) {
            let stroke = Stroke(Self.ecliptic, width: 1.1 * unit, dash: [7 * unit, 4 * unit])
            sketch.draw(Mark(.path(path, closed: false), stroke: stroke, title: "ecliptic"), in: .ground)
        }
        if isGlobe {
            // The band is wide and would stand out over the rim.
            sketch.draw(Mark(.path(outside(rim, field), closed: true), fill: .black), in: .ground)
            sketch.draw(
                Mark(.path(rim, closed: true), stroke: Stroke(Colour(0.45, 0.55, 0.75, alpha: 0.8), width: 1.2 * unit)), in: .ground)
        }
    }

    private func circle(_ system: GridSystem, _ field: Field) -> [[PixelPoint]] { wide(system, field, margin: 4) }

    private func wide(_ system: GridSystem, _ field: Field, margin: Double) -> [[PixelPoint]] {
        SkyCurve.paths(in: field, from: 0, to: 360, margin: margin) { system.sky.icrs(longitude: $0, latitude: 0) }
    }

    /// The rim of Aitoff's map: an ellipse.
    private func edge(_ field: Field) -> [PixelPoint] {
        let scale = field.wcs.pixelScale / 3600
        let (a, b) = (degrees(2 * 2.0.squareRoot()) / scale, degrees(2.0.squareRoot()) / scale)
        let middle = field.bounds.centre
        return (0..<360).map { step in
            let t = radians(Double(step))
            return PixelPoint(x: middle.x + a * cos(t), y: middle.y + b * sin(t))
        }
    }

    /// A path that goes on straight at both ends, so that a wide stroke reaches the rim on both of its sides.
    private func extended(_ path: [PixelPoint], by length: Double) -> [PixelPoint] {
        guard path.count > 1 else { return path }
        func beyond(_ end: PixelPoint, _ before: PixelPoint) -> PixelPoint {
            let (dx, dy) = (end.x - before.x, end.y - before.y)
            let factor = length / max(hypot(dx, dy), 1e-6)
            return PixelPoint(x: end.x + factor * dx, y: end.y + factor * dy)
        }
        return [beyond(path[0], path[1])] + path + [beyond(path[path.count - 1], path[path.count - 2])]
    }

    /// What lies outside of the rim, as one outline: round the picture, and back round the rim.
    private func outside(_ rim: [PixelPoint], _ field: Field) -> [PixelPoint] {
        let box = field.bounds.grown(by: 2)
        let middle = PixelPoint(x: box.maxX, y: rim[0].y)
        let frame = [
            PixelPoint(x: box.maxX, y: box.maxY), PixelPoint(x: box.minX, y: box.maxY), PixelPoint(x: box.minX, y: box.minY),
            PixelPoint(x: box.maxX, y: box.minY),
        ]
        return [middle] + frame + [middle, rim[0]] + rim.reversed()
    }

    private func corners(_ field: Field) -> [PixelPoint] {
        let box = field.bounds
        return [
            PixelPoint(x: box.minX, y: box.minY), PixelPoint(x: box.maxX, y: box.minY),
            PixelPoint(x: box.maxX, y: box.maxY), PixelPoint(x: box.minX, y: box.maxY),
        ]
    }
}
