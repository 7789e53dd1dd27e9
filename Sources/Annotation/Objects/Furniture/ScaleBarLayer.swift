import Foundation
import Sky
import WCS

/// A bar of a round length, true at the picture's centre, in the lower left corner.
public struct ScaleBarLayer: SketchLayer {
    public init() {}

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        guard let bar = Self.bar(in: sketch.field) else { return }
        let unit = sketch.field.unit
        let colour = Colour(0.92, 0.94, 0.96)
        let style = TextStyle(size: 13 * unit, colour: colour, halo: nil)
        let room = measure.metrics(of: bar.name, style: style)
        let panel = Panel(width: max(bar.length, room.width) + 28 * unit, height: 42 * unit, corner: .bottomLeft, in: sketch)
        panel.draw(in: .scaleBar, of: &sketch)
        let y = panel.box.maxY - 12 * unit
        let (left, right) = (panel.box.centre.x - bar.length / 2, panel.box.centre.x + bar.length / 2)
        for path in [[(left, y), (right, y)], [(left, y - 5 * unit), (left, y + 5 * unit)], [(right, y - 5 * unit), (right, y + 5 * unit)]] {
            sketch.draw(
                Mark(
                    .path(path.map { PixelPoint(x: $0.0, y: $0.1) }, closed: false),
                    stroke: Stroke(colour, width: 1.8 * unit)), in: .scaleBar)
        }
        let place = PixelPoint(x: panel.box.centre.x, y: panel.box.minY + 15 * unit)
        sketch.write(PlacedText(bar.name, style: style, at: place, align: 0.5, measure: measure), in: .scaleBar)
    }

    /// The longest round angle that takes no more than a quarter of the picture's width, and its length in pixels.
    static func bar(in field: Field) -> (name: String, degrees: Double, length: Double)? {
        for (degrees, name) in lengths.reversed() {
            if let length = length(of: degrees, in: field) { return (name, degrees, length) }
        }
        return nil
    }

    /// How many pixels wide an angle is when it lies level across the centre; nil for more than a quarter of the picture.
    static func length(of angle: Double, in field: Field) -> Double? {
        let centre = field.bounds.centre
        func separation(_ half: Double) -> Double? {
            let ends = try? field.wcs.sky([PixelPoint(x: centre.x - half, y: centre.y), PixelPoint(x: centre.x + half, y: centre.y)])
            guard let a = ends?[0], let b = ends?[1] else { return nil }
            return a.separation(to: b)
        }
        var (low, high) = (0.0, field.bounds.width / 8)
        guard let whole = separation(high), whole >= angle else { return nil }
        for _ in 0..<40 {
            let middle = (low + high) / 2
            guard let got = separation(middle) else { return nil }
            if got < angle { low = middle } else { high = middle }
        }
        return low + high
    }

    private static let lengths: [(Double, String)] =
        [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30].map { ($0 / 3600, "\(plain($0))″") }
        + [1.0, 2, 5, 10, 20, 30].map { ($0 / 60, "\(plain($0))′") } + [1.0, 2, 5, 10, 20, 30, 60].map { ($0, "\(plain($0))°") }

    private static func plain(_ number: Double) -> String { String(format: "%g", number) }
}
