import Foundation
import Sky
import WCS

/// The outline of a picture on a chart; where that is too small to be seen, a cross-hair round it.
struct ChartOutline: SketchLayer {
    let picture: WCS

    static let colour = Colour(1, 0.36, 0.22)

    init(_ picture: WCS) { self.picture = picture }

    func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let (field, unit) = (sketch.field, sketch.field.unit)
        let corners = picture.footprint.map { SkyPosition($0) }
        guard let first = corners.first else { return }
        var paths: [[PixelPoint]] = []
        for (a, b) in zip(corners, corners.dropFirst() + [first]) { paths += SkyCurve.arc(from: a, to: b, in: field) }
        for (colour, width) in [(Colour.black.withAlpha(0.5), 4.2), (Self.colour, 2.2)] {
            for path in paths {
                sketch.draw(
                    Mark(.path(path, closed: false), stroke: Stroke(colour, width: width * unit), title: "the picture"),
                    in: .outline)
            }
        }
        let points = paths.joined()
        guard let middle = field.pixel(picture.centre) else { return }
        let reach = points.map { hypot($0.x - middle.x, $0.y - middle.y) }.max() ?? 0
        guard reach < 9 * unit else { return }
        let radius = 13 * unit
        for (colour, width) in [(Colour.black.withAlpha(0.5), 3.4), (Self.colour, 1.6)] {
            let stroke = Stroke(colour, width: width * unit)
            sketch.draw(Mark(.circle(centre: middle, radius: radius), stroke: stroke), in: .outline)
            for (x, y) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1)] {
                let line = [radius, 1.9 * radius].map { PixelPoint(x: middle.x + x * $0, y: middle.y + y * $0) }
                sketch.draw(Mark(.path(line, closed: false), stroke: stroke), in: .outline)
            }
        }
    }
}
