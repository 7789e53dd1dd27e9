import Foundation
public import Sky

/// An astrometry.net index file, mapped into memory and read in place.
public final class StarIndexFile: Sendable {
    public let info: StarIndexInfo
    private let tree: StarTree
    private let magnitudes: MagnitudeColumn?
    private let tables: IndexTables

    /// Reads the headers only.
    /// - Throws: `StarIndexError` for a file that cannot be read, is cut short, damaged, or no index.
    public init(path: String) throws {
        let tables = try IndexTables(file: MappedFile(path: path))
        self.tables = tables
        info = try StarIndexInfo(tables: tables)
        tree = try StarTree(tables: tables)
        guard tree.shape.points == info.stars else {
            throw StarIndexError(
                path: path, message: "announces \(info.stars) stars in its first header but its tree has \(tree.shape.points)")
        }
        magnitudes = MagnitudeColumn(tables: tables)
    }

    /// What pictures are matched with.
    ///
    /// - Throws: `StarIndexError` where that part of the file is damaged or of a kind that cannot be read here.
    public func features() throws -> FeatureIndex { FeatureIndex([try table()]) }

    func table() throws -> FeatureTable { try FeatureTable(tables: tables, info: info, stars: tree, magnitudes: magnitudes) }

    /// The stars of a cone, in no particular order.
    /// - Parameters:
    ///   - radius: in degrees; 180 and more is the whole sky.
    ///   - limit: leave out stars fainter than this magnitude; stars without a magnitude stay.
    public func stars(within radius: Double, of centre: SkyPosition, limit: Double = .infinity) -> [CatalogStar] {
        var found: [CatalogStar] = []
        forEachStar(within: radius, of: centre) { star in
            if !(star.magnitude > limit) { found.append(star) }
        }
        return found
    }

    /// Calls `body` with each star of a cone: as `stars(within:of:)` without keeping them all in memory.
    public func forEachStar(within radius: Double, of centre: SkyPosition, _ body: (CatalogStar) -> Void) {
        guard radius >= 0 else { return }
        // Beyond half a turn every star is within reach; the little more lets in rounded opposite points.
        let chord = radius >= 180 ? 2.001 : 2 * sin(radians(radius) / 2)
        tree.forEachPoint(within: chord, of: centre.unitVector) { point, position in
            body(CatalogStar(position: position, magnitude: magnitudes?[tree.row(ofPoint: point)] ?? .nan))
        }
    }

    /// All stars, in the order of the file's star numbers.
    public var allStars: [CatalogStar] {
        (0..<tree.shape.points).map { point in
            let v = tree.vector(ofPoint: point)
            return CatalogStar(
                position: UnitVector(directionOf: v.x, v.y, v.z), magnitude: magnitudes?[tree.row(ofPoint: point)] ?? .nan)
        }
    }
}
