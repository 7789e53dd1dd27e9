import Raster
import WCS

extension SVGFace {
    /// A mark as viewers can show it, who count with 24 bits of mantissa: what reaches far out of the picture, or has points that
    /// are no numbers, is cut to paths near it, each with how far along the whole line it begins. Nothing where nothing can be seen.
    static func near(_ mark: Mark, _ size: PixelSize) -> [(mark: Mark, start: Double)] {
        let width = mark.stroke?.drawnWidth ?? 0
        let picture = Box(minX: -0.5, minY: -0.5, maxX: Double(size.width) - 0.5, maxY: Double(size.height) - 0.5)
        // Corners stand out by up to four times the width.
        let box = picture.grown(by: 4 * width + 2)
        if isWithin(mark.figure, picture.grown(by: 20_000)) { return [(mark, 0)] }
        var marks: [(Mark, Double)] = []
        if let fill = mark.fill {
            let area = Outline.area(of: mark.figure, within: box)
            if area.count > 2 { marks.append((Mark(.path(area, closed: true), fill: fill, title: mark.title), 0)) }
        }
        if let stroke = mark.stroke, width > 0 {
            for piece in Outline.lines(of: mark.figure, within: box) {
                marks.append((Mark(.path(piece.points, closed: piece.closed), stroke: stroke, title: mark.title), piece.start))
            }
        }
        return marks
    }

    private static func isWithin(_ figure: Figure, _ box: Box) -> Bool {
        switch figure {
        case .path(let points, _): points.count > 1 && points.allSatisfy(box.contains)
        case .circle(let centre, let radius): radius >= 0 && box.contains(Box(centre: centre, width: 2 * radius, height: 2 * radius))
        case .ellipse(let centre, let a, let b, let angle):
            a >= 0 && b >= 0 && angle.isFinite && box.contains(Box(centre: centre, width: 2 * max(a, b), height: 2 * max(a, b)))
        }
    }
}
