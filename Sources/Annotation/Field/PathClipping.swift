import Sky
import WCS

/// Straight pieces cut at the edges of a rectangle and joined to polylines.
enum PathClipping {
    /// Pieces that follow one another without a gap become one polyline.
    static func chains(_ segments: [SkyCurveSampler.Segment], within box: Box) -> [[PixelPoint]] {
        var chains: [[PixelPoint]] = []
        var last: (t: Double, isCut: Bool)?
        for segment in segments {
            guard let part = clipped(segment.from, segment.to, box) else {
                last = nil
                continue
            }
            if let last, last.t == segment.start, !last.isCut, !part.isCutAtStart {
                chains[chains.count - 1].append(part.to)
            } else {
                chains.append([part.from, part.to])
            }
            last = (segment.end, part.isCutAtEnd)
        }
        return chains
    }

    struct Part {
        var from: PixelPoint
        var to: PixelPoint
        var isCutAtStart: Bool
        var isCutAtEnd: Bool
    }

    /// The part of a straight line that lies in the rectangle (Liang and Barsky 1984); nil where there is none.
    static func clipped(_ a: PixelPoint, _ b: PixelPoint, _ box: Box) -> Part? {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        var (enter, leave) = (0.0, 1.0)
        for (step, room) in [
            (-dx, a.x - box.minX), (dx, box.maxX - a.x), (-dy, a.y - box.minY), (dy, box.maxY - a.y),
        ] {
            if step == 0 {
                if room < 0 { return nil }
            } else if step < 0 {
                enter = max(enter, room / step)
            } else {
                leave = min(leave, room / step)
            }
        }
        guard enter < leave else { return nil }
        return Part(
            from: enter > 0 ? PixelPoint(x: a.x + dx * enter, y: a.y + dy * enter) : a,
            to: leave < 1 ? PixelPoint(x: a.x + dx * leave, y: a.y + dy * leave) : b,
            isCutAtStart: enter > 0, isCutAtEnd: leave < 1)
    }
}
