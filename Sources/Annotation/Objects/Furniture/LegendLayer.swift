import Catalogs
import WCS

/// Says what the colours and lines of a drawing mean: only of what is drawn. Added after the layers it is to explain.
public struct LegendLayer: SketchLayer {
    public init() {}

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let entries = Self.order.filter { sketch.legend.contains($0) }
        guard !entries.isEmpty else { return }
        let unit = sketch.field.unit
        let style = TextStyle(size: 12 * unit, colour: Colour(0.92, 0.94, 0.96), halo: nil)
        let rooms = entries.map { measure.metrics(of: $0.name, style: style) }
        let (line, padding, symbol) = (20 * unit, 10 * unit, 26 * unit)
        let width = (rooms.map(\.width).max() ?? 0) + symbol + 3 * padding
        let panel = Panel(
            width: width, height: Double(entries.count) * line + 1.4 * padding, corner: .topRight, in: sketch)
        panel.draw(in: .legend, of: &sketch)
        for (index, entry) in entries.enumerated() {
            let y = panel.box.minY + 0.7 * padding + (Double(index) + 0.5) * line
            let middle = PixelPoint(x: panel.box.minX + padding + symbol / 2, y: y)
            draw(entry, at: middle, width: symbol, in: &sketch)
            let start = PixelPoint(x: panel.box.minX + 2 * padding + symbol, y: y)
            sketch.write(PlacedText(entry.name, style: style, at: start, measure: measure), in: .legend)
        }
    }

    private static let order: [LegendEntry] =
        DeepSkyObject.Kind.allCases.map { .kind($0) } + [.namedStar, .solverStar, .constellationLine, .boundary]

    private func draw(_ entry: LegendEntry, at middle: PixelPoint, width: Double, in sketch: inout Sketch) {
        let unit = sketch.field.unit
        let line = Figure.path(
            [PixelPoint(x: middle.x - width / 2, y: middle.y), PixelPoint(x: middle.x + width / 2, y: middle.y)], closed: false)
        switch entry {
        case .kind(let kind):
            let look = KindLook(kind)
            let isLong = kind == .galaxy || kind == .galaxyGroup
            let figure = Figure.ellipse(
                centre: middle, semiMajor: (isLong ? 8.5 : 5.5) * unit, semiMinor: (isLong ? 4.5 : 5.5) * unit, angle: 0)
            let stroke = Stroke(look.colour, width: 1.25 * unit, dash: look.dash.map { $0 * unit * 0.7 })
            sketch.draw(Mark(figure, stroke: stroke), in: .legend)
            for tick in look.tickPaths(on: figure, unit: unit * 0.7) {
                sketch.draw(Mark(tick, stroke: Stroke(look.colour, width: 1.25 * unit)), in: .legend)
            }
        case .namedStar:
            let circle = Figure.circle(centre: middle, radius: 5 * unit)
            sketch.draw(Mark(circle, stroke: Stroke(NamedStarLayer.colour, width: unit)), in: .legend)
        case .solverStar:
            let circle = Figure.circle(centre: middle, radius: 5 * unit)
            sketch.draw(Mark(circle, stroke: Stroke(SolverStarLayer.colour, width: 1.1 * unit)), in: .legend)
        case .constellationLine:
            sketch.draw(Mark(line, stroke: Stroke(ConstellationLayer.lineColour, width: 1.2 * unit)), in: .legend)
        case .boundary:
            let stroke = Stroke(ConstellationLayer.boundaryColour, width: unit, dash: [6 * unit, 4 * unit])
            sketch.draw(Mark(line, stroke: stroke), in: .legend)
        }
    }
}
