import FITS
public import Sky

extension WCS {
    /// The picture's outline on the sky, along the outer edges of its pixels (−½ … w − ½): the four corners for a TAN without
    /// distortion, whose edges are great circles; 16 points per edge otherwise.
    public var footprint: [UnitVector] {
        outline(stepsPerEdge: terms.isPlainTAN ? 1 : 16)
    }

    /// The footprint as a polygon round the picture's centre; right also where the picture shows more than a hemisphere.
    public var footprintPolygon: SphericalPolygon {
        SphericalPolygon(footprint, around: centre.unitVector)
    }

    func outline(stepsPerEdge: Int) -> [UnitVector] {
        let (right, top) = (Double(width) - 0.5, Double(height) - 0.5)
        let corners = [(-0.5, -0.5), (right, -0.5), (right, top), (-0.5, top)]
        var points: [PixelPoint] = []
        for (index, start) in corners.enumerated() {
            let end = corners[(index + 1) % 4]
            for step in 0..<stepsPerEdge {
                let part = Double(step) / Double(stepsPerEdge)
                points.append(
                    PixelPoint(x: start.0 + (end.0 - start.0) * part, y: start.1 + (end.1 - start.1) * part))
            }
        }
        return reachable(points).map(\.unitVector)
    }

    /// The sky at each point, or at the last place with sky on the straight way to it from the centre, which always has some.
    func reachable(_ points: [PixelPoint]) -> [SkyPosition] {
        let direct = (try? sky(points)) ?? Array(repeating: nil, count: points.count)
        return zip(points, direct).map { $1 ?? lastSky(towards: $0) }
    }

    private func lastSky(towards point: PixelPoint) -> SkyPosition {
        let middle = PixelPoint(x: Double(width - 1) / 2, y: Double(height - 1) / 2)
        var (inside, outside) = (0.0, 1.0)
        var last = centre
        // 40 halvings: far below a pixel.
        for _ in 0..<40 {
            let part = (inside + outside) / 2
            let between = PixelPoint(
                x: middle.x + (point.x - middle.x) * part, y: middle.y + (point.y - middle.y) * part)
            if let position = try? sky(between) {
                (inside, last) = (part, position)
            } else {
                outside = part
            }
        }
        return last
    }
}
