import Raster
import WCS

/// A circle's line, or its disc where `width` is nil, laid straight into the pixels: its coverage of a pixel follows from the distance
/// of the pixel's centre, its edge taken as straight there. Ten times as fast as tracing a path, and right for any radius.
struct Ring {
    let centre: PixelPoint
    let radius: Double
    let width: Double?
    let paint: Paint

    private var half: Double { (width ?? 0) / 2 }
    /// How far from the centre it may touch a pixel's centre.
    var outer: Double { radius + half + 0.75 }
    /// Nearer to the centre than this there is nothing of a line, and all of a disc.
    private var inner: Double { width == nil ? radius - 0.75 : radius - half - 0.75 }

    func touches(_ box: Box) -> Bool {
        let reach = box.grown(by: outer)
        guard reach.contains(centre) else { return false }
        // Inside the line there is nothing to be seen.
        let (dx, dy) = (max(centre.x - box.minX, box.maxX - centre.x), max(centre.y - box.minY, box.maxY - centre.y))
        return width == nil || inner <= 0 || dx * dx + dy * dy >= inner * inner
    }

    func draw(with pen: Pen) {
        let tile = pen.tile
        let (left, right) = (Double(tile.x), Double(tile.x + tile.width - 1))
        let top = max(Double(tile.y), (centre.y - outer).rounded(.up))
        let bottom = min(Double(tile.y + tile.height - 1), (centre.y + outer).rounded(.down))
        guard top <= bottom else { return }
        for y in stride(from: top, through: bottom, by: 1) {
            let dy = y - centre.y
            let reach = max(0, outer * outer - dy * dy).squareRoot()
            let row = pen.pixels + (Int(y) - tile.y) * pen.rowBytes
            func span(_ from: Double, _ to: Double, _ isWhole: Bool = false) {
                let (first, last) = (max(left, from), min(right, to))
                guard first <= last else { return }
                let start = row + (Int(first) - tile.x) * 4
                let count = Int(last - first) + 1
                if isWhole { paint.fill(start, count) } else { edge(start, count, first - centre.x, dy) }
            }
            let (from, to) = ((centre.x - reach).rounded(.up), (centre.x + reach).rounded(.down))
            guard abs(dy) < inner else {
                span(from, to)
                continue
            }
            let hollow = (inner * inner - dy * dy).squareRoot()
            // Between the two no pixel is painted, or every one wholly; none is painted twice.
            let (leftEnd, rightStart) = ((centre.x - hollow).rounded(.down), (centre.x + hollow).rounded(.up))
            span(from, min(leftEnd, to))
            if width == nil { span(leftEnd + 1, rightStart - 1, true) }
            span(max(rightStart, leftEnd + 1), to)
        }
    }

    private func edge(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ firstX: Double, _ dy: Double) {
        let (outside, inside) = (radius + half, width == nil ? 0 : radius - half)
        let high = abs(dy)
        var pixel = start
        for step in 0..<count {
            let wide = abs(firstX + Double(step))
            let distance = (wide * wide + high * high).squareRoot()
            let (long, short) = distance > 1e-6 ? (max(wide, high) / distance, min(wide, high) / distance) : (1, 0)
            var coverage = Self.coverage(outside - distance, long, short)
            if inside > 0 { coverage -= Self.coverage(inside - distance, long, short) }
            if coverage > 0 { paint.blend(coverage, pixel) }
            pixel += 4
        }
    }

    /// How much of a pixel lies on one side of a straight edge.
    ///
    /// - Parameters:
    ///   - depth: how far the pixel's centre is on that side.
    ///   - long, short: the parts of the edge's normal along the axes, the larger one first.
    @inline(__always)
    private static func coverage(_ depth: Double, _ long: Double, _ short: Double) -> Double {
        let (reach, flat) = ((long + short) / 2, (long - short) / 2)
        if depth >= reach { return 1 }
        if depth <= -reach { return 0 }
        if abs(depth) <= flat { return 0.5 + depth / long }
        let rest = reach - abs(depth)
        let corner = rest * rest / (2 * long * short)
        return depth > 0 ? 1 - corner : corner
    }
}
