import WCS

/// The line from a thing to its label.
enum Leader {
    /// From the outline of the thing, taken as round, to the nearest edge of the label, a third of its height from its corners.
    static func line(from thing: Box, to label: Box) -> (start: PixelPoint, end: PixelPoint) {
        let centre = thing.centre
        let end = PixelPoint(
            x: min(label.maxX, max(label.minX, centre.x)),
            y: min(label.maxY - label.height / 3, max(label.minY + label.height / 3, centre.y)))
        let edge = PixelPoint(x: end.x, y: centre.x >= label.minX && centre.x <= label.maxX
            ? (centre.y > label.maxY ? label.maxY : label.minY) : end.y)
        return (point(from: centre, towards: edge, reaching: 1, thing), edge)
    }

    /// Where a line leaves the thing's box.
    static func leaves(_ thing: Box, _ line: (start: PixelPoint, end: PixelPoint)) -> PixelPoint {
        let (dx, dy) = (line.end.x - thing.centre.x, line.end.y - thing.centre.y)
        let part = max(abs(dx) / max(1e-9, thing.width / 2 + 2), abs(dy) / max(1e-9, thing.height / 2 + 2))
        guard part > 1 else { return line.end }
        return PixelPoint(x: thing.centre.x + dx / part, y: thing.centre.y + dy / part)
    }

    private static func point(
        from centre: PixelPoint, towards end: PixelPoint, reaching margin: Double, _ thing: Box
    ) -> PixelPoint {
        let (dx, dy) = (end.x - centre.x, end.y - centre.y)
        let (a, b) = (max(0.5, thing.width / 2) + margin, max(0.5, thing.height / 2) + margin)
        let part = ((dx / a) * (dx / a) + (dy / b) * (dy / b)).squareRoot()
        guard part > 1 else { return end }
        return PixelPoint(x: centre.x + dx / part, y: centre.y + dy / part)
    }
}
