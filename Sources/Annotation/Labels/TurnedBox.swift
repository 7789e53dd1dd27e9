import Foundation
import WCS

/// A rectangle that may be turned; a line is a thin one.
struct TurnedBox {
    let centre: PixelPoint
    let halfWidth: Double
    let halfHeight: Double
    /// Direction of the width.
    let cosine: Double
    let sine: Double
    /// The upright box round it.
    let bounds: Box

    init(_ box: Box) {
        (centre, halfWidth, halfHeight, cosine, sine, bounds) = (box.centre, box.width / 2, box.height / 2, 1, 0, box)
    }

    /// - Parameter angle: degrees clockwise on the screen, about the box's centre.
    init(_ box: Box, angle: Double) {
        guard angle != 0 else {
            self.init(box)
            return
        }
        self.init(box.centre, box.width / 2, box.height / 2, cos(angle * .pi / 180), sin(angle * .pi / 180))
    }

    init(from start: PixelPoint, to end: PixelPoint, width: Double) {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = max(1e-9, (dx * dx + dy * dy).squareRoot())
        self.init(
            PixelPoint(x: (start.x + end.x) / 2, y: (start.y + end.y) / 2), length / 2, width / 2, dx / length, dy / length)
    }

    private init(_ centre: PixelPoint, _ halfWidth: Double, _ halfHeight: Double, _ cosine: Double, _ sine: Double) {
        (self.centre, self.halfWidth, self.halfHeight) = (centre, halfWidth, halfHeight)
        (self.cosine, self.sine) = (cosine, sine)
        let (c, s) = (abs(cosine), abs(sine))
        bounds = Box(
            centre: centre, width: 2 * (halfWidth * c + halfHeight * s), height: 2 * (halfWidth * s + halfHeight * c))
    }

    /// Whether the two share area. Convex shapes do not where one of their sides separates them.
    func overlaps(_ other: TurnedBox) -> Bool {
        guard bounds.overlaps(other.bounds) else { return false }
        if sine == 0, other.sine == 0 { return true }
        return !separates(other) && !other.separates(self)
    }

    private func separates(_ other: TurnedBox) -> Bool {
        let (dx, dy) = (other.centre.x - centre.x, other.centre.y - centre.y)
        let c = abs(cosine * other.cosine + sine * other.sine)
        let s = abs(cosine * other.sine - sine * other.cosine)
        return abs(dx * cosine + dy * sine) >= halfWidth + other.halfWidth * c + other.halfHeight * s
            || abs(dy * cosine - dx * sine) >= halfHeight + other.halfWidth * s + other.halfHeight * c
    }
}
