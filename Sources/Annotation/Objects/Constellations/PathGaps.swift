import Foundation
import WCS

/// Cuts gaps into lines.
enum PathGaps {
    /// The parts of a path outside circles round some points.
    static func cut(_ path: [PixelPoint], around centres: [PixelPoint], radius: Double) -> [[PixelPoint]] {
        centres.reduce([path]) { paths, centre in paths.flatMap { outside($0, centre, radius) } }
    }

    private static func outside(_ path: [PixelPoint], _ centre: PixelPoint, _ radius: Double) -> [[PixelPoint]] {
        var pieces: [[PixelPoint]] = []
        var piece: [PixelPoint] = []
        func close() {
            if piece.count > 1 { pieces.append(piece) }
            piece = []
        }
        for (a, b) in zip(path, path.dropFirst()) {
            let kept = outside(a, b, centre, radius)
            if kept.isEmpty { close() }
            for (from, to) in kept {
                if from > 0 { close() }
                if piece.isEmpty { piece.append(between(a, b, from)) }
                piece.append(between(a, b, to))
                if to < 1 { close() }
            }
        }
        close()
        return pieces
    }

    /// The parts of a straight piece outside a circle, as fractions of it.
    private static func outside(
        _ a: PixelPoint, _ b: PixelPoint, _ centre: PixelPoint, _ radius: Double
    ) -> [(Double, Double)] {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let (fx, fy) = (a.x - centre.x, a.y - centre.y)
        let (aa, half, c) = (dx * dx + dy * dy, fx * dx + fy * dy, fx * fx + fy * fy - radius * radius)
        let root = half * half - aa * c
        guard aa > 0, root > 0 else { return c < 0 ? [] : [(0, 1)] }
        let (enter, leave) = ((-half - root.squareRoot()) / aa, (-half + root.squareRoot()) / aa)
        guard enter < 1, leave > 0 else { return [(0, 1)] }
        return [(0, enter), (leave, 1)].filter { $0.0 < $0.1 }
    }

    private static func between(_ a: PixelPoint, _ b: PixelPoint, _ part: Double) -> PixelPoint {
        part <= 0 ? a : part >= 1 ? b : PixelPoint(x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part)
    }
}
