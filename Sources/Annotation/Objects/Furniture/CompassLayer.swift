import Foundation
import WCS

/// Arrows to north and east, as they lie at the picture's centre, in the lower right corner.
public struct CompassLayer: SketchLayer {
    public init() {}

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        guard let frame = sketch.field.frame(at: sketch.field.centre) else { return }
        let unit = sketch.field.unit
        let panel = Panel(width: 104 * unit, height: 104 * unit, corner: .bottomRight, in: sketch)
        panel.draw(in: .compass, of: &sketch)
        let colours = [Colour(1, 0.45, 0.42), Colour(0.92, 0.94, 0.96)]
        let ways = [frame.direction(0), frame.direction(90)].map { way -> (x: Double, y: Double) in
            let long = (way.x * way.x + way.y * way.y).squareRoot()
            return (way.x / long, way.y / long)
        }
        // The arrows' corner stands aside, so that both together are in the middle of the plate.
        let middle = panel.box.centre
        let start = PixelPoint(
            x: middle.x - (ways[0].x + ways[1].x) * 17 * unit, y: middle.y - (ways[0].y + ways[1].y) * 17 * unit)
        for (index, way) in ways.enumerated() {
            let tip = PixelPoint(x: start.x + way.x * 44 * unit, y: start.y + way.y * 44 * unit)
            for figure in ArrowFigure(from: start, to: tip, unit: unit).paths {
                sketch.draw(Mark(figure, stroke: Stroke(colours[index], width: 1.8 * unit)), in: .compass)
            }
            let style = TextStyle(size: 13 * unit, colour: colours[index], halo: nil, bold: true)
            let place = PixelPoint(x: tip.x + way.x * 11 * unit, y: tip.y + way.y * 11 * unit)
            sketch.write(PlacedText(["N", "E"][index], style: style, at: place, align: 0.5, measure: measure), in: .compass)
        }
    }
}
