import WCS

/// A piece of a drawing, made ready to be drawn in any band of the picture.
enum PaintItem {
    case ring(Ring)
    case bar(Bar)
    case stroke(InkedLines)
    case area([PixelPoint], Colour)
    case letters(LetterRow)
    case outlines(LetterPaths)

    /// What a mark comes to: its fill, then its stroke. Nothing of what cannot be drawn or seen.
    static func items(for mark: Mark, within box: Box) -> [PaintItem] {
        let stroke = mark.stroke.flatMap { $0.drawnWidth > 0 ? $0 : nil }
        if case .circle(let centre, let radius) = mark.figure, stroke?.drawnDash.isEmpty ?? true {
            guard Outline.isSane(centre), radius >= 0, radius <= Outline.farthest else { return [] }
            var rings: [Ring] = []
            if let fill = mark.fill { rings.append(Ring(centre: centre, radius: radius, width: nil, paint: Paint(fill))) }
            if let stroke {
                rings.append(Ring(centre: centre, radius: radius, width: stroke.drawnWidth, paint: Paint(stroke.colour)))
            }
            return rings.filter { $0.paint.alpha > 0 && $0.touches(box) }.map(PaintItem.ring)
        }
        var items: [PaintItem] = []
        if let fill = mark.fill {
            let points = Outline.area(of: mark.figure, within: box.grown(by: 2)).map(Outline.snapped)
            if points.count > 2 { items.append(.area(points, fill)) }
        }
        if let stroke {
            let lines = InkedLines(mark.figure, stroke, within: box)
            if lines.dash.isEmpty, lines.pieces.count == 1, !lines.pieces[0].closed,
                let bar = Bar(lines.pieces[0].points, width: lines.width, paint: Paint(stroke.colour))
            {
                items.append(.bar(bar))
            } else if !lines.pieces.isEmpty {
                items.append(.stroke(lines))
            }
        }
        return items
    }

    /// nil where nothing of it can be seen.
    init?(_ text: PlacedText, within box: Box) {
        let run = Typeface.shared.run(text.string, text.style)
        guard !run.glyphs.isEmpty, text.box.isFinite, text.angle.isFinite, text.startsNear else { return nil }
        // A text that lies about its box is drawn all the same where it reaches in.
        let reach = Double(max(run.advance, 1)) * text.style.drawnSize
        guard text.turnedBounds.grown(by: reach).overlaps(box) else { return nil }
        if text.angle == 0, text.style.drawnSize <= 128 {
            guard let row = LetterRow(text, run, within: box) else { return nil }
            self = .letters(row)
        } else {
            self = .outlines(LetterPaths(text, run))
        }
    }

    /// The rows it may touch, or a few more.
    var rows: ClosedRange<Double> {
        switch self {
        case .ring(let ring): ring.centre.y - ring.outer...ring.centre.y + ring.outer
        case .bar(let bar): bar.box.minY - 1...bar.box.maxY + 1
        case .stroke(let lines): lines.rows
        case .area(let points, _):
            points.reduce(points[0].y...points[0].y) { min($0.lowerBound, $1.y - 1)...max($0.upperBound, $1.y + 1) }
        case .letters(let row): Double(row.minY)...Double(row.maxY)
        case .outlines(let paths): paths.rows
        }
    }
}
