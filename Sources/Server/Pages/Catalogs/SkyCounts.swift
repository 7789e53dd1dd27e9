import Foundation
import Observations
import Sky

/// In how many photos each of many positions is.
struct SkyCounts: Sendable {
    private let order: [(dec: Double, index: Int)]
    private let positions: [UnitVector]

    init(_ positions: [SkyPosition?]) {
        self.positions = positions.map { $0?.unitVector ?? UnitVector(x: 0, y: 0, z: 1) }
        order = positions.enumerated().compactMap { index, position in position.map { ($0.dec, index) } }.sorted { $0.0 < $1.0 }
    }

    /// A number for each position. Outlines wider than a hemisphere or so do not tell their inside; they count nothing.
    func count(in outlines: [FieldOutline]) -> [Int] {
        var counts = Array(repeating: 0, count: positions.count)
        for outline in outlines where !outline.isWide && outline.vertices.count >= 3 {
            let sum = outline.vertices.reduce((x: 0.0, y: 0.0, z: 0.0)) { ($0.x + $1.x, $0.y + $1.y, $0.z + $1.z) }
            let middle = UnitVector(directionOf: sum.x, sum.y, sum.z)
            let reach = outline.vertices.map { middle.angle(to: $0) }.max() ?? 0
            let polygon = SphericalPolygon(outline.vertices)
            let (centre, far, least) = (SkyPosition(middle).dec, degrees(reach), cos(reach))
            var place = first(from: centre - far)
            while place < order.count, order[place].dec <= centre + far {
                let index = order[place].index
                if positions[index].dot(middle) >= least - 1e-12, polygon.contains(positions[index]) { counts[index] += 1 }
                place += 1
            }
        }
        return counts
    }

    private func first(from dec: Double) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle].dec < dec { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
