import WCS

/// Writes a title at the top, in the middle; smaller where it would not fit.
public struct TitleLayer: SketchLayer {
    let text: String

    public init(_ text: String) { self.text = text }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        guard !text.isEmpty else { return }
        let unit = sketch.field.unit
        let room = sketch.field.bounds.width - 24 * unit
        var style = TextStyle(size: 24 * unit, colour: .white, bold: true)
        let width = measure.metrics(of: text, style: style).width
        if width > room { style.size *= max(0.3, room / width) }
        let height = measure.metrics(of: text, style: style).height
        let middle = PixelPoint(x: sketch.field.bounds.centre.x, y: sketch.field.bounds.minY + 8 * unit + height / 2)
        let title = PlacedText(text, style: style, at: middle, align: 0.5, measure: measure)
        sketch.write(title, in: .title)
        sketch.addPlate(title.box)
    }
}
