import Raster
import WCS

/// An upright rectangle, such as a level or upright line: laid straight into the pixels, each by how much of it is covered.
struct Bar {
    let box: Box
    let paint: Paint

    /// A line between two points; nil where it is neither level nor upright.
    init?(_ points: [PixelPoint], width: Double, paint: Paint) {
        guard points.count == 2 else { return nil }
        let (a, b) = (points[0], points[1])
        guard (a.x == b.x) != (a.y == b.y) else { return nil }
        let (sideways, along) = a.x == b.x ? (width / 2, 0) : (0, width / 2)
        box = Box(
            minX: min(a.x, b.x) - sideways, minY: min(a.y, b.y) - along, maxX: max(a.x, b.x) + sideways, maxY: max(a.y, b.y) + along)
        self.paint = paint
    }

    func draw(with pen: Pen) {
        let tile = pen.tile
        // Pixel edges are at halves.
        let (left, right) = (Int((box.minX + 0.5).rounded(.down)), Int((box.maxX + 0.5).rounded(.up)) - 1)
        let (top, bottom) = (Int((box.minY + 0.5).rounded(.down)), Int((box.maxY + 0.5).rounded(.up)) - 1)
        let (firstX, lastX) = (max(left, tile.x), min(right, tile.x + tile.width - 1))
        let (firstY, lastY) = (max(top, tile.y), min(bottom, tile.y + tile.height - 1))
        guard firstX <= lastX, firstY <= lastY else { return }
        for y in firstY...lastY {
            let down = min(box.maxY, Double(y) + 0.5) - max(box.minY, Double(y) - 0.5)
            var pixel = pen.pixels + (y - tile.y) * pen.rowBytes + (firstX - tile.x) * 4
            for x in firstX...lastX {
                let across = min(box.maxX, Double(x) + 0.5) - max(box.minX, Double(x) - 0.5)
                paint.blend(down * across, pixel)
                pixel += 4
            }
        }
    }
}
