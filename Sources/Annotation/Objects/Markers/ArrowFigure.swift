import Foundation
import WCS

/// An arrow in pixels: a shaft and a head, its tip exactly at the end.
struct ArrowFigure {
    let shaft: Figure
    let head: Figure

    init(from tail: PixelPoint, to tip: PixelPoint, unit: Double, headLength: Double = 9) {
        let angle = atan2(tip.y - tail.y, tip.x - tail.x)
        let length = min(headLength * unit, max(tail.distance(to: tip) * 0.6, 3 * unit))
        func barb(_ turn: Double) -> PixelPoint {
            PixelPoint(x: tip.x - length * cos(angle + turn), y: tip.y - length * sin(angle + turn))
        }
        shaft = .path([tail, tip], closed: false)
        head = .path([barb(0.42), tip, barb(-0.42)], closed: false)
    }

    var paths: [Figure] { [shaft, head] }
}
