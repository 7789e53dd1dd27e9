import Foundation
import Sky

/// The stars that the sky has and the index does not: too faint for it, or left out where it thins crowded places. Their
/// number follows `StarCounts`, tile by tile.
struct UnlistedStars {
    private struct Tile {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
        let area: Double
        let direction: UnitVector
    }

    private(set) var stars: [SampleStar] = []

    init(_ geometry: SampleGeometry, _ exposure: Exposure, listed: ListedStars, random: inout RandomSource) {
        let tiles = Self.tiles(geometry)
        let step = 0.25
        var bright = listed.completeTo
        while bright < exposure.faintest {
            let faint = min(bright + step, exposure.faintest)
            var sum = 0.0
            let sums = tiles.map { tile in
                sum += Self.expected(tile, bright, faint)
                return sum
            }
            let known = listed.magnitudes.count { $0 >= bright && $0 < faint }
            for _ in 0..<random.poisson(sum - Double(known)) {
                let place = random.uniform() * sum
                let tile = tiles[min(tiles.count - 1, Self.firstAbove(place, in: sums))]
                stars.append(
                    SampleStar(
                        x: tile.x + tile.width * random.uniform(), y: tile.y + tile.height * random.uniform(),
                        magnitude: bright + (faint - bright) * random.uniform().squareRoot(),
                        colour: SampleStar.randomColour(&random)))
            }
            bright = faint
        }
    }

    private static func expected(_ tile: Tile, _ bright: Double, _ faint: Double) -> Double {
        tile.area
            * (StarCounts.density(brighterThan: faint, towards: tile.direction)
                - StarCounts.density(brighterThan: bright, towards: tile.direction))
    }

    private static func tiles(_ geometry: SampleGeometry) -> [Tile] {
        let (columns, rows) = (24, max(4, min(96, 24 * geometry.height / geometry.width)))
        let (w, h) = (Double(geometry.width) / Double(columns), Double(geometry.height) / Double(rows))
        return (0..<rows * columns).compactMap { number in
            let (x, y) = (Double(number % columns) * w - 0.5, Double(number / columns) * h - 0.5)
            guard let direction = geometry.sky(x: x + w / 2, y: y + h / 2),
                let area = geometry.area(x: x + w / 2, y: y + h / 2)
            else { return nil }
            return Tile(x: x, y: y, width: w, height: h, area: area * w * h, direction: direction)
        }
    }

    private static func firstAbove(_ value: Double, in sums: [Double]) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension SampleGeometry {
    /// The sky that a pixel there covers, square degrees.
    func area(x: Double, y: Double) -> Double? {
        guard let a = sky(x: x - 0.5, y: y - 0.5), let b = sky(x: x + 0.5, y: y - 0.5), let c = sky(x: x - 0.5, y: y + 0.5) else {
            return nil
        }
        let (u, v) = (
            UnitVector(x: b.x - a.x, y: b.y - a.y, z: b.z - a.z), UnitVector(x: c.x - a.x, y: c.y - a.y, z: c.z - a.z)
        )
        let n = u.cross(v)
        return (n.x * n.x + n.y * n.y + n.z * n.z).squareRoot() * (180 / .pi) * (180 / .pi)
    }

    /// The sky that the whole picture covers, square degrees.
    var area: Double {
        let steps = 40
        var sum = 0.0
        for i in 0..<steps * steps {
            let x = (Double(i % steps) + 0.5) / Double(steps) * Double(width) - 0.5
            let y = (Double(i / steps) + 0.5) / Double(steps) * Double(height) - 0.5
            sum += area(x: x, y: y) ?? 0
        }
        return sum / Double(steps * steps) * Double(width) * Double(height)
    }
}
