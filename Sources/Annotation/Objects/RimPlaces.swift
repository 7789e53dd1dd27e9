import Foundation
import WCS

/// Where the name of a large object may stand: just outside its outline all round, the upper right first, else just inside.
struct RimPlaces {
    let outline: SkyOutline
    let centre: PixelPoint
    let field: Field

    /// - Returns: middles of boxes of the width and height asked for, the best first; each lies wholly in the picture.
    func points(width: Double, height: Double) -> [PixelPoint] {
        let gap = 5 * field.unit
        let room = Box(
            minX: field.bounds.minX + width / 2, minY: field.bounds.minY + height / 2, maxX: field.bounds.maxX - width / 2,
            maxY: field.bounds.maxY - height / 2)
        var outside: [(rank: Double, point: PixelPoint)] = []
        var inside: [(rank: Double, point: PixelPoint)] = []
        for (point, way) in sides() {
            // Far enough along the way out that the box clears the rim, and along the rim so far that its near corner, or the middle
            // of its near side, is over the point.
            let reach = abs(way.x) * width / 2 + abs(way.y) * height / 2 + gap
            func held(_ part: Double) -> Double { min(1, max(-1, 4 * part)) }
            let slide = held(way.x) * width / 2 * -way.y + held(way.y) * height / 2 * way.x
            // Upper right is best, straight left and right better than straight up and down.
            let rank = abs(atan2(way.y, way.x) + 0.5)
            for (sign, penalty) in [(1.0, 0.0), (-1.0, 10.0)] {
                let middle = PixelPoint(
                    x: point.x + sign * (way.x * reach - way.y * slide), y: point.y + sign * (way.y * reach + way.x * slide))
                guard room.contains(middle) else { continue }
                if sign > 0 { outside.append((rank + penalty, middle)) } else { inside.append((rank + penalty, middle)) }
            }
        }
        return (outside.sorted { $0.rank < $1.rank } + inside.sorted { $0.rank < $1.rank }).prefix(48).map(\.point)
    }

    /// For a name that belongs to the whole picture: points all over it, the nearest to one first.
    static func anywhere(in field: Field, near centre: PixelPoint) -> [PixelPoint] {
        let bounds = field.bounds
        return (1..<12).flatMap { row in
            (1..<12).map { column in
                PixelPoint(
                    x: bounds.minX + bounds.width * Double(column) / 12, y: bounds.minY + bounds.height * Double(row) / 12)
            }
        }.sorted { $0.distance(to: centre) < $1.distance(to: centre) }
    }

    /// Points of the rim in the picture, with the way outwards.
    private func sides() -> [(PixelPoint, (x: Double, y: Double))] {
        var sides: [(PixelPoint, (x: Double, y: Double))] = []
        let count = outline.rim.reduce(0) { $0 + $1.count }
        for path in outline.rim where path.count >= 3 {
            for index in stride(from: 1, to: path.count - 1, by: max(1, count / 48)) where field.bounds.contains(path[index]) {
                let (a, b) = (path[index - 1], path[index + 1])
                let long = a.distance(to: b)
                guard long > 0 else { continue }
                var way = (x: (b.y - a.y) / long, y: -(b.x - a.x) / long)
                if way.x * (path[index].x - centre.x) + way.y * (path[index].y - centre.y) < 0 { way = (-way.x, -way.y) }
                sides.append((path[index], way))
            }
        }
        return sides
    }
}
