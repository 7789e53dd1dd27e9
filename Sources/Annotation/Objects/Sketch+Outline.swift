import WCS

extension Sketch {
    /// Draws a line with a faint dark rim, so that it shows on a bright nebula as well as on dark sky.
    mutating func outline(
        _ figure: Figure, _ colour: Colour, width: Double, dash: [Double] = [], fill: Colour? = nil, title: String? = nil,
        in layer: LayerID
    ) {
        let rim = Stroke(Colour.black.withAlpha(0.35 * colour.alpha), width: width + 1.6 * field.unit, dash: dash)
        draw(Mark(figure, stroke: rim), in: layer)
        draw(Mark(figure, stroke: Stroke(colour, width: width, dash: dash), fill: fill, title: title), in: layer)
    }

    /// Keeps labels off a curve without closing what it encloses to them.
    mutating func keepClear(along path: [PixelPoint], width: Double) {
        let step = 3 * width
        var sinceLast = step
        for (a, b) in zip(path, path.dropFirst()) {
            let length = a.distance(to: b)
            guard length > 0, length.isFinite else { continue }
            var along = step - sinceLast
            while along <= length {
                let point = PixelPoint(x: a.x + (b.x - a.x) * along / length, y: a.y + (b.y - a.y) * along / length)
                if field.bounds.contains(point) { keepClear(Box(centre: point, width: width, height: width)) }
                along += step
            }
            sinceLast = length - (along - step)
        }
    }
}

extension Field {
    /// How much room there is, in squares of a unit: it says how many things can be shown, however many pixels there are.
    var area: Double { bounds.width * bounds.height / (unit * unit) }
}

extension PixelPoint {
    func distance(to other: PixelPoint) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }
}

extension PlacedText {
    /// A text whose box has its left edge and vertical middle, or with `align` ½ its middle, at a point.
    ///
    /// - Parameter align: which part of the box's width lies left of the point: 0, ½ or 1.
    init(_ string: String, style: TextStyle, at point: PixelPoint, align: Double = 0, measure: any TextMeasure) {
        let room = measure.metrics(of: string, style: style)
        let left = point.x - align * room.width
        self.init(
            string, style: style,
            box: Box(minX: left, minY: point.y - room.height / 2, maxX: left + room.width, maxY: point.y + room.height / 2),
            inset: room.inset, baseline: room.baseline)
    }
}
