import Foundation
import WCS

/// A figure as straight lines near the picture. cairo counts in 24 bits before the point and is led astray, or kept busy for ever,
/// by what is farther out; so it never gets to see that.
struct Outline {
    struct Piece {
        var points: [PixelPoint]
        var closed: Bool
        /// How far along the whole line it begins, pixels: dashes go on where they would be.
        var start = 0.0
    }

    /// Lines farther out than this are nobody's drawing, and squares of such numbers lose the pixels.
    static let farthest = 1e9
    /// How far a line may be from the curve it stands for, pixels.
    private static let tolerance = 0.02

    /// The lines that a stroke follows, clipped to the box.
    static func lines(of figure: Figure, within box: Box) -> [Piece] {
        let (points, closed) = points(of: figure, within: box)
        if isWithin(points, box) { return points.count > 1 ? [Piece(points: points, closed: closed)] : [] }
        return clipped(closed ? points + points.prefix(1) : points, to: box)
    }

    /// The polygon that a fill fills, clipped to the box.
    static func area(of figure: Figure, within box: Box) -> [PixelPoint] {
        let points = points(of: figure, within: box).0
        return isWithin(points, box) ? points : polygon(points.filter(isSane), within: box)
    }

    /// On cairo's raster, so that what is drawn is the same whatever the rows are counted from.
    static func snapped(_ point: PixelPoint) -> PixelPoint {
        PixelPoint(x: (point.x * 256).rounded(.toNearestOrEven) / 256, y: (point.y * 256).rounded(.toNearestOrEven) / 256)
    }

    static func isSane(_ point: PixelPoint) -> Bool { abs(point.x) <= farthest && abs(point.y) <= farthest }

    private static func isWithin(_ points: [PixelPoint], _ box: Box) -> Bool { points.allSatisfy(box.contains) }

    private static func points(of figure: Figure, within box: Box) -> ([PixelPoint], Bool) {
        switch figure {
        case .path(let points, let closed): (points, closed)
        case .circle(let centre, let radius): (ellipse(centre, radius, radius, 0, box), true)
        case .ellipse(let centre, let a, let b, let angle): (ellipse(centre, a, b, angle, box), true)
        }
    }

    private static func ellipse(_ centre: PixelPoint, _ a: Double, _ b: Double, _ angle: Double, _ box: Box) -> [PixelPoint] {
        guard isSane(centre), a >= 0, b >= 0, a <= farthest, b <= farthest, angle.isFinite else { return [] }
        let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
        func point(_ t: Double) -> PixelPoint {
            let (x, y) = (a * cos(t), b * sin(t))
            return PixelPoint(x: centre.x + x * c - y * s, y: centre.y + x * s + y * c)
        }
        let long = max(a, b, 0.05)
        var points: [PixelPoint] = []
        func add(_ from: Double, _ to: Double, _ last: PixelPoint, _ depth: Int) {
            let end = point(to)
            let sag = long * (1 - cos((to - from) / 2))
            if sag > tolerance, depth < 40 {
                let near = Box(
                    minX: min(last.x, end.x), minY: min(last.y, end.y), maxX: max(last.x, end.x), maxY: max(last.y, end.y)
                ).grown(by: sag)
                if near.overlaps(box) {
                    let middle = (from + to) / 2
                    add(from, middle, last, depth + 1)
                    add(middle, to, points[points.count - 1], depth + 1)
                    return
                }
            }
            points.append(end)
        }
        points.append(point(0))
        for eighth in 0..<8 { add(Double(eighth) * .pi / 4, Double(eighth + 1) * .pi / 4, points[points.count - 1], 0) }
        // The last is the first again; the line closes by itself.
        points.removeLast()
        return points
    }

    /// Liang and Barsky's way for each line; a point that is not a number ends a piece.
    private static func clipped(_ points: [PixelPoint], to box: Box) -> [Piece] {
        var pieces: [Piece] = []
        var open = false
        var length = 0.0
        for index in points.indices.dropFirst() {
            let (a, b) = (points[index - 1], points[index])
            guard isSane(a), isSane(b) else {
                open = false
                continue
            }
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let whole = (dx * dx + dy * dy).squareRoot()
            defer { length += whole }
            guard let (from, to) = inside(a, dx, dy, box) else {
                open = false
                continue
            }
            if !open || from > 0 {
                let start = PixelPoint(x: a.x + from * dx, y: a.y + from * dy)
                pieces.append(Piece(points: [start], closed: false, start: length + from * whole))
            }
            pieces[pieces.count - 1].points.append(to < 1 ? PixelPoint(x: a.x + to * dx, y: a.y + to * dy) : b)
            open = to >= 1
        }
        return pieces
    }

    private static func inside(_ a: PixelPoint, _ dx: Double, _ dy: Double, _ box: Box) -> (Double, Double)? {
        var (from, to) = (0.0, 1.0)
        for (p, q) in [(-dx, a.x - box.minX), (dx, box.maxX - a.x), (-dy, a.y - box.minY), (dy, box.maxY - a.y)] {
            if p == 0 {
                if q < 0 { return nil }
            } else if p < 0 {
                from = max(from, q / p)
            } else {
                to = min(to, q / p)
            }
        }
        return from <= to ? (from, to) : nil
    }

    /// Sutherland and Hodgman's way: edge by edge of the box.
    private static func polygon(_ points: [PixelPoint], within box: Box) -> [PixelPoint] {
        func cut(_ points: [PixelPoint], _ depth: (PixelPoint) -> Double) -> [PixelPoint] {
            var kept: [PixelPoint] = []
            guard var last = points.last else { return [] }
            for point in points {
                let (before, now) = (depth(last), depth(point))
                if (before >= 0) != (now >= 0) {
                    let part = before / (before - now)
                    kept.append(PixelPoint(x: last.x + part * (point.x - last.x), y: last.y + part * (point.y - last.y)))
                }
                if now >= 0 { kept.append(point) }
                last = point
            }
            return kept
        }
        let left = cut(points) { $0.x - box.minX }
        let right = cut(left) { box.maxX - $0.x }
        let top = cut(right) { $0.y - box.minY }
        return cut(top) { box.maxY - $0.y }
    }
}

extension Stroke {
    /// The width that is drawn: nothing where it is nonsense.
    var drawnWidth: Double { width > 0 ? min(width, 10_000) : 0 }

    /// The dashes that are drawn: none where they are nonsense, or too fine to be seen and too many to be drawn.
    var drawnDash: [Double] {
        guard !dash.isEmpty, dash.count <= 64, dash.allSatisfy({ $0 >= 0 && $0 < 1e6 }), dash.reduce(0, +) >= 1 else { return [] }
        return dash
    }

    /// Where in the dashes a line goes on after so many pixels; cairo would count them one by one.
    func dashStart(after length: Double) -> Double {
        let period = 2 * drawnDash.reduce(0, +)
        return period > 0 && length.isFinite ? length.truncatingRemainder(dividingBy: period) : 0
    }
}
