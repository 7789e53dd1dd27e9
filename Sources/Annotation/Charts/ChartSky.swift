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
        for (width, alpha) in [(26.0, 0.022), (17, 0.028), (10, 0.034), (5, 0.04)] {
            let stroke = Stroke(Self.milkyWay.withAlpha(alpha), width: width / scale)
            for path in wide(.galactic, field, margin: width / scale) {
                sketch.draw(Mark(.path(path, closed: false), stroke: stroke), in: .ground)
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

    private func corners(_ field: Field) -> [PixelPoint] {
        let box = field.bounds
        return [
            PixelPoint(x: box.minX, y: box.minY), PixelPoint(x: box.maxX, y: box.minY),
            PixelPoint(x: box.maxX, y: box.maxY), PixelPoint(x: box.minX, y: box.maxY),
        ]
    }
}
