import Sky
import WCS

extension SkyCurve {
    /// Great circles from point to point, joined where they meet within the picture so that dashes run on.
    ///
    /// Short ones, of which boundaries have thousands, are asked about all at once and drawn straight where that is true to a tenth of a
    /// pixel.
    static func polyline(_ points: [UnitVector], in field: Field) -> [[PixelPoint]] {
        guard points.count > 1 else { return [] }
        let middles = zip(points, points.dropFirst()).map { UnitVector(directionOf: $0.x + $1.x, $0.y + $1.y, $0.z + $1.z) }
        let pixels = field.pixels((points + middles).map { SkyPosition($0) })
        let room = field.bounds.grown(by: 4)
        var joined: [[PixelPoint]] = []
        func append(_ piece: [PixelPoint]) {
            if let last = joined.last?.last, let first = piece.first, last.distance(to: first) < 0.01 {
                joined[joined.count - 1].append(contentsOf: piece.dropFirst())
            } else {
                joined.append(piece)
            }
        }
        for index in middles.indices where points[index] != points[index + 1] {
            if points[index].chord(to: points[index + 1]) < 0.05, let a = pixels[index], let b = pixels[index + 1],
                let m = pixels[points.count + index], m.distance(to: PixelPoint(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)) < 0.1
            {
                if let part = PathClipping.clipped(a, b, room) { append([part.from, part.to]) }
            } else {
                arc(from: SkyPosition(points[index]), to: SkyPosition(points[index + 1]), in: field).forEach(append)
            }
        }
        return joined
    }
}
