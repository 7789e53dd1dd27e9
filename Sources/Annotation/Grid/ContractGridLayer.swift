import Foundation
import Sky
import WCS

/// The grid of the existing workers' job `grid`: title, the centre's position, a cross at the rounded centre, a line per degree (per ten
/// degrees where the field is wider than 15°) with a cross at each grid point, right ascensions in hours along the centre's
/// declination and declinations along its right ascension.
///
/// A field too small for that gets finer lines; existing workers drew none there.
public struct ContractGridLayer: SketchLayer {
    private let title: String

    public init(title: String) { self.title = title }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let extent = GridExtent(of: field, in: .equatorial)
        let steps = Self.steps(for: field, extent: extent)
        let lines = GridLines(field: field, system: .equatorial, extent: extent, steps: steps)
        let all = lines.all()
        for line in all { sketch.draw(line, of: lines) }
        drawCrosses(all, to: &sketch)
        labelLines(all, lines, to: &sketch)
        TitleLayer(title).add(to: &sketch, measure: measure)
        markCentre(to: &sketch, measure: measure)
    }

    private static func steps(for field: Field, extent: GridExtent) -> GridSteps {
        let widest = max(field.wcs.fieldWidth, field.wcs.fieldHeight)
        let step = widest > 15 ? 10.0 : 1
        guard field.shortSide >= 2 * step else {
            return GridSteps(for: field, extent: extent, system: .equatorial, spacing: nil)
        }
        // Near a pole a degree of right ascension is next to nothing.
        let across = min(30, step * (1 / extent.meanCosine).rounded())
        return GridSteps(longitude: across, latitude: step)
    }

    private func drawCrosses(_ lines: [GridLine], to sketch: inout Sketch) {
        let field = sketch.field
        let meridians = lines.filter { $0.kind == .meridian && !$0.paths.isEmpty }.map(\.value)
        let parallels = lines.filter { $0.kind == .parallel && !$0.paths.isEmpty }.map(\.value)
        guard meridians.count * parallels.count <= 20_000 else { return }
        let points = meridians.flatMap { ra in parallels.map { SkyPosition(ra: ra, dec: $0) } }
        let stroke = Stroke(GridSystem.equatorial.colour, width: 1.5 * field.unit)
        for case let pixel? in field.pixels(points) where field.bounds.contains(pixel) {
            sketch.draw(cross: pixel, arm: 5 * field.unit, stroke, in: .grid)
        }
    }

    private func labelLines(_ lines: [GridLine], _ all: GridLines, to sketch: inout Sketch) {
        let field = sketch.field
        let style = TextStyle(size: 13 * field.unit, colour: GridSystem.equatorial.colour)
        let places = lines.map { line in
            line.kind == .meridian
                ? SkyPosition(ra: line.value, dec: field.centre.dec) : SkyPosition(ra: field.centre.ra, dec: line.value)
        }
        for (line, pixel) in zip(lines, field.pixels(places)) {
            guard let pixel, field.bounds.contains(pixel) else { continue }
            let room = Box(centre: pixel, width: 4 * field.unit, height: 4 * field.unit)
            sketch.label(
                LabelRequest(
                    layer: .grid, text: all.name(of: line), style: style, anchor: .beside(room), priority: 50, mayLead: false))
        }
    }

    private func markCentre(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let (ra, dec) = (Self.rounded(field.centre.ra), Self.rounded(field.centre.dec))
        if let pixel = field.pixel(SkyPosition(ra: ra, dec: dec)), field.bounds.contains(pixel) {
            sketch.draw(cross: pixel, arm: 14 * field.unit, Stroke(Colour(1, 0.3, 0.25), width: 2 * field.unit), in: .centre)
        }
        let style = TextStyle(size: 15 * field.unit, colour: .white)
        let text = "RA,dec = \(ra),\(dec)"
        let metrics = measure.metrics(of: text, style: style)
        let box = Box(
            centre: PixelPoint(x: field.bounds.centre.x, y: field.bounds.minY + 50 * field.unit), width: metrics.width,
            height: metrics.height)
        sketch.write(PlacedText(text, style: style, box: box, inset: metrics.inset, baseline: metrics.baseline), in: .centre)
    }

    /// To two decimals, as the position is written.
    private static func rounded(_ degrees: Double) -> Double { (degrees * 100).rounded() / 100 }
}

extension Sketch {
    fileprivate mutating func draw(cross: PixelPoint, arm: Double, _ stroke: Stroke, in layer: LayerID) {
        let (x, y) = (cross.x, cross.y)
        draw(Mark(.path([PixelPoint(x: x - arm, y: y), PixelPoint(x: x + arm, y: y)], closed: false), stroke: stroke), in: layer)
        draw(Mark(.path([PixelPoint(x: x, y: y - arm), PixelPoint(x: x, y: y + arm)], closed: false), stroke: stroke), in: layer)
    }
}
