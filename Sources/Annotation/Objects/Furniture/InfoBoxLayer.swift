import WCS

/// A line of the info box.
public struct InfoRow: Sendable, Hashable {
    /// "Centre"; nil for a line by itself.
    public var label: String?
    public var value: String

    public init(_ label: String? = nil, _ value: String) { (self.label, self.value) = (label, value) }
}

/// Facts about the picture in the upper left corner.
public struct InfoBoxLayer: SketchLayer {
    let rows: [InfoRow]

    public init(_ rows: [InfoRow]) { self.rows = rows }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        guard !rows.isEmpty else { return }
        let unit = sketch.field.unit
        let labels = TextStyle(size: 12 * unit, colour: Colour(0.62, 0.68, 0.75), halo: nil)
        let values = TextStyle(size: 12 * unit, colour: Colour(0.94, 0.95, 0.97), halo: nil)
        let (line, padding) = (18 * unit, 10 * unit)
        let indent = rows.compactMap { row in row.label.map { measure.metrics(of: $0, style: labels).width } }.max() ?? 0
        func start(_ row: InfoRow) -> Double { row.label == nil ? 0 : indent + padding }
        let width = rows.map { start($0) + measure.metrics(of: $0.value, style: values).width }.max() ?? 0
        let panel = Panel(
            width: width + 2 * padding, height: Double(rows.count) * line + 1.4 * padding, corner: .topLeft, in: sketch)
        panel.draw(in: .info, of: &sketch)
        for (index, row) in rows.enumerated() {
            let y = panel.box.minY + 0.7 * padding + (Double(index) + 0.5) * line
            let left = panel.box.minX + padding
            if let label = row.label {
                sketch.write(PlacedText(label, style: labels, at: PixelPoint(x: left, y: y), measure: measure), in: .info)
            }
            let place = PixelPoint(x: left + start(row), y: y)
            sketch.write(PlacedText(row.value, style: values, at: place, measure: measure), in: .info)
        }
    }
}
