import Foundation
import Sky
import WCS

/// A piece of a curve with its middle, and the question whether it can be drawn as a straight line.
struct SkyCurvePiece {
    enum Verdict {
        case straight(PixelPoint, PixelPoint)
        /// Outside the picture, beyond the projection, or a break of it.
        case dropped
        case bent
    }

    var a: SkyCurveSampler.Node
    var m: SkyCurveSampler.Node
    var b: SkyCurveSampler.Node

    /// Chords longer than this may have sky between two ends without any.
    private static let blind = 0.01

    /// - Parameters: where the places at a quarter and three quarters fall.
    func verdict(
        _ q: PixelPoint?, _ r: PixelPoint?, tolerance: Double, bounds: Box, smallest: Double
    ) -> Verdict {
        let chord = a.direction.chord(to: b.direction)
        let known = [a.pixel, q, m.pixel, r, b.pixel].compactMap { $0 }
        guard known.count == 5 else {
            if known.isEmpty { return chord > Self.blind ? .bent : .dropped }
            // Close to an edge of the projection pixels go with the square root of the way on the sky.
            return chord < 1e-13 || chord < Self.blind && isOutside(known, bounds, slack: 0) ? .dropped : .bent
        }
        let deviation = Self.deviation(known)
        if isOutside(known, bounds, slack: min(deviation.across, 1e9)) { return .dropped }
        if deviation.across <= tolerance, deviation.along <= 0.2 { return .straight(known[0], known[4]) }
        return chord < smallest ? .dropped : .bent
    }

    /// Whether all lie beyond the same edge by more than the slack.
    private func isOutside(_ points: [PixelPoint], _ bounds: Box, slack: Double) -> Bool {
        points.allSatisfy { $0.x < bounds.minX - slack } || points.allSatisfy { $0.x > bounds.maxX + slack }
            || points.allSatisfy { $0.y < bounds.minY - slack } || points.allSatisfy { $0.y > bounds.maxY + slack }
    }

    /// How far the three inner points are from the straight line, pixels, and from where they should be along it, as a part of it.
    private static func deviation(_ points: [PixelPoint]) -> (across: Double, along: Double) {
        let (a, b) = (points[0], points[4])
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 1e-9 else {
            let farthest = points.map { max(abs($0.x - a.x), abs($0.y - a.y)) }.max() ?? 0
            return (farthest, 0)
        }
        var (across, along) = (0.0, 0.0)
        for index in 1...3 {
            let (px, py) = (points[index].x - a.x, points[index].y - a.y)
            across = max(across, abs(px * dy - py * dx) / length)
            along = max(along, abs((px * dx + py * dy) / (length * length) - Double(index) / 4))
        }
        return (across, along)
    }
}
