import Annotation
import Foundation
import Sky
import WCS

/// A measure that needs no fonts: each letter as wide as 0.6 of its height.
struct PlainMeasure: TextMeasure {
    func metrics(of string: String, style: TextStyle) -> TextMetrics {
        TextMetrics(width: Double(string.count) * style.size * 0.6, height: style.size * 1.3, inset: 1, baseline: style.size)
    }
}

extension Drawing {
    /// What some layers draw on a field, with its labels placed.
    init(_ layers: any SketchLayer..., on field: Field) {
        var sketch = Sketch(field: field)
        for layer in layers { layer.add(to: &sketch, measure: PlainMeasure()) }
        self = sketch.finished(measure: PlainMeasure())
    }

    func marks(_ layer: LayerID) -> [Mark] { layers.first { $0.id == layer }?.marks ?? [] }
    func texts(_ layer: LayerID) -> [PlacedText] { layers.first { $0.id == layer }?.texts ?? [] }
}

extension Figure {
    /// Its corners, or its middle.
    var points: [PixelPoint] {
        switch self {
        case .path(let points, _): points
        case .circle(let centre, _), .ellipse(let centre, _, _, _): [centre]
        }
    }

    /// A closely sampled outline.
    var outline: [PixelPoint] {
        switch self {
        case .path(let points, let closed): return points + (closed ? points.prefix(1) : [])
        case .circle(let centre, let radius):
            return Figure.ellipse(centre: centre, semiMajor: radius, semiMinor: radius, angle: 0).outline
        case .ellipse(let centre, let semiMajor, let semiMinor, let angle):
            let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
            return (0...720).map { step in
                let turn = Double(step) * .pi / 360
                let (x, y) = (semiMajor * cos(turn), semiMinor * sin(turn))
                return PixelPoint(x: centre.x + x * c - y * s, y: centre.y + x * s + y * c)
            }
        }
    }

    /// From a point to the nearest piece of the outline, pixels.
    func distance(to point: PixelPoint) -> Double {
        zip(outline, outline.dropFirst()).map { a, b in
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let part = ((point.x - a.x) * dx + (point.y - a.y) * dy) / max(1e-12, dx * dx + dy * dy)
            let t = min(1, max(0, part))
            return hypot(point.x - a.x - t * dx, point.y - a.y - t * dy)
        }.min() ?? .infinity
    }
}

/// The position a number of degrees away in the direction of a position angle, by spherical trigonometry.
func offset(_ p: SkyPosition, _ distance: Double, _ positionAngle: Double) -> SkyPosition {
    let (d, a, dec) = (distance * .pi / 180, positionAngle * .pi / 180, p.dec * .pi / 180)
    let sinDec = sin(dec) * cos(d) + cos(dec) * sin(d) * cos(a)
    let ra = atan2(sin(a) * sin(d) * cos(dec), cos(d) - sin(dec) * sinDec)
    return SkyPosition(ra: p.ra + ra * 180 / .pi, dec: asin(sinDec) * 180 / .pi)
}

extension PixelPoint {
    func distance(from other: PixelPoint) -> Double { hypot(x - other.x, y - other.y) }
}
