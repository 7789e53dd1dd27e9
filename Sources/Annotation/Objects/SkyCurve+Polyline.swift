import Sky
import WCS

extension SkyCurve {
    /// Great circles from point to point, joined where they meet within the picture so that dashes run on.
    static func polyline(_ points: [SkyPosition], in field: Field) -> [[PixelPoint]] {
        var joined: [[PixelPoint]] = []
        for (a, b) in zip(points, points.dropFirst()) where a != b {
            for piece in arc(from: a, to: b, in: field) {
                if let last = joined.last?.last, let first = piece.first, last.distance(to: first) < 0.01 {
                    joined[joined.count - 1].append(contentsOf: piece.dropFirst())
                } else {
                    joined.append(piece)
                }
            }
        }
        return joined
    }
}
