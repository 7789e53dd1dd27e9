import Foundation
import WCS

/// A dark, see-through plate with round corners in a corner of the picture.
struct Panel {
    enum Corner { case topLeft, topRight, bottomLeft, bottomRight }

    let box: Box
    private let radius: Double

    /// In the corner, or where titles and other plates stand there already, next to them.
    init(width: Double, height: Double, corner: Corner, in sketch: Sketch) {
        let field = sketch.field
        let room = field.bounds.grown(by: -10 * field.unit)
        let left = corner == .topLeft || corner == .bottomLeft
        let top = corner == .topLeft || corner == .topRight
        var box = Box(
            centre: PixelPoint(
                x: left ? room.minX + width / 2 : room.maxX - width / 2, y: top ? room.minY + height / 2 : room.maxY - height / 2),
            width: width, height: height)
        // Past what is in the way, as long as it stays in its half of the picture.
        let step = 4 * field.unit
        let others = sketch.plates
        while others.contains(where: { $0.overlaps(box.grown(by: step)) }), top ? box.minY < room.centre.y : box.maxY > room.centre.y {
            box.minY += top ? step : -step
            box.maxY += top ? step : -step
        }
        (self.box, radius) = (box, min(7 * field.unit, width / 2, height / 2))
    }

    func draw(in layer: LayerID, of sketch: inout Sketch) {
        sketch.draw(Mark(.path(outline, closed: true), fill: Colour(0.03, 0.05, 0.08, alpha: 0.7)), in: layer)
        sketch.addPlate(box)
    }

    private var outline: [PixelPoint] {
        let corners = [
            (box.maxX - radius, box.minY + radius, -90.0), (box.maxX - radius, box.maxY - radius, 0),
            (box.minX + radius, box.maxY - radius, 90), (box.minX + radius, box.minY + radius, 180),
        ]
        return corners.flatMap { x, y, start in
            stride(from: 0.0, through: 90, by: 15).map { turn in
                let (c, s) = cosAndSin(start + turn)
                return PixelPoint(x: x + radius * c, y: y + radius * s)
            }
        }
    }
}
