import Raster
import Sky
import WCS

/// Where every pixel of a target falls in a source picture, through both full WCSs.
///
/// Exact places are found on a coarse lattice and interpolated; where that is wrong by more than the tolerance, as measured between
/// the nodes, the lattice becomes finer.
struct PixelMap: Sendable {
    /// Tiles that can show something of the source; the others are left out.
    private(set) var tiles: [MapTile] = []

    /// Source pixels.
    static let tolerance = 0.004
    private static let smallest = 8
    /// Tiles of this size that reach nothing with any probe are taken as empty.
    private static let smallestEmpty = 16

    init(from source: WCS, to target: WCS) throws {
        let picture = Box(minX: -0.5, minY: -0.5, maxX: Double(source.width) - 0.5, maxY: Double(source.height) - 0.5)
        var pending = Self.first(try Self.reach(of: source, in: target), in: target)
        while !pending.isEmpty {
            let count = pending[0].probes.count
            let places = try Self.places(pending.flatMap(\.probes), source, target)
            var next: [MapTile] = []
            for (index, tile) in pending.enumerated() {
                var tile = tile
                let own = Array(places[index * count..<(index + 1) * count])
                let found = own.compactMap { $0 }
                let side = max(tile.width, tile.height)
                if found.isEmpty {
                    if side > Self.smallestEmpty { next += tile.quarters }
                    continue
                }
                // The reach of a tile is known for sure only where the polynomial fits; twice its extent is far outside.
                guard found.count < count || Self.isNear(Box.spanning(found), picture) else { continue }
                if found.count == count, tile.fit(found) <= Self.tolerance {
                    if let bounds = tile.bounds, bounds.grown(by: 1).overlaps(picture) { tiles.append(tile) }
                } else if side > Self.smallest {
                    next += tile.quarters
                } else {
                    tile.set(exact: try Self.places(tile.centres, source, target))
                    tiles.append(tile)
                }
            }
            pending = next
        }
    }

    private static func places(_ points: [PixelPoint], _ source: WCS, _ target: WCS) throws -> [PixelPoint?] {
        let sky = try target.sky(points)
        var found = try source.pixels(sky.compactMap { $0 }).makeIterator()
        return sky.map { $0 == nil ? nil : found.next() ?? nil }
    }

    private static func isNear(_ box: Box?, _ picture: Box) -> Bool {
        guard let box else { return false }
        let (w, h) = (box.maxX - box.minX + 4, box.maxY - box.minY + 4)
        return Box(minX: box.minX - w, minY: box.minY - h, maxX: box.maxX + w, maxY: box.maxY + h).overlaps(picture)
    }

    /// The part of the target that the source can reach, found from its outline; the whole target where that is not certain.
    private static func reach(of source: WCS, in target: WCS) throws -> PixelRegion {
        let whole = PixelRegion(x: 0, y: 0, width: target.width, height: target.height)
        guard source.radius < 30 else { return whole }
        let outline = try target.pixels(source.footprint.map { SkyPosition($0) })
        guard !outline.contains(where: { $0 == nil }), let box = Box.spanning(outline.compactMap { $0 }) else { return whole }
        // Between its points an outline may be bent.
        let (marginX, marginY) = ((box.maxX - box.minX) * 0.05 + 8, (box.maxY - box.minY) * 0.05 + 8)
        func held(_ value: Double, _ limit: Int) -> Int { Int(min(Double(limit), max(0, value))) }
        let (left, right) = (held(box.minX - marginX, target.width), held(box.maxX + marginX + 1, target.width))
        let (top, bottom) = (held(box.minY - marginY, target.height), held(box.maxY + marginY + 1, target.height))
        return PixelRegion(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
    }

    private static func first(_ region: PixelRegion, in target: WCS) -> [MapTile] {
        let side = max(target.width, target.height) > 2048 ? 256 : 128
        return stride(from: 0, to: region.height, by: side).flatMap { y in
            stride(from: 0, to: region.width, by: side).map { x in
                MapTile(
                    x: region.x + x, y: region.y + y, width: min(side, region.width - x), height: min(side, region.height - y))
            }
        }
    }
}
