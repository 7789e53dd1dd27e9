import FITS

/// The features of an index file, found by their codes, and the stars they are made of.
///
/// A feature is two stars A and B, the farthest apart, and one to three more within the circle whose diameter is AB. Its code is
/// where these lie in the frame in which A is (0, 0) and B is (1, 1); it is the same whatever the scale, place and rotation (Lang et
/// al. 2010, AJ 139, 1782).
public struct FeatureIndex: Sendable {
    public let info: StarIndexInfo
    private let codes: CodeTree
    private let features: IndexColumn<UInt32>
    private let stars: StarTree
    private let ranks: RankColumn?
    private let magnitudes: MagnitudeColumn?

    /// - Throws: `StarIndexError` for a damaged file, or one whose features are of a kind that cannot be read here.
    init(tables: IndexTables, info: StarIndexInfo, stars: StarTree, magnitudes: MagnitudeColumn?) throws {
        for invariant in ["CXDX", "CXDXLT1", "CIRCLE"] {
            let code = try tables.table("kdtree_header_codes").header
            guard tables.primary.logical(invariant) ?? code.logical(invariant) ?? false else {
                throw StarIndexError(path: info.path, message: "has features in a form that cannot be searched here (no \(invariant))")
            }
        }
        self.info = info
        self.stars = stars
        self.magnitudes = magnitudes
        codes = try CodeTree(tables: tables, dimensions: 2 * (info.dimquads - 2))
        guard codes.shape.points == info.quads else {
            throw StarIndexError(path: info.path, message: "announces \(info.quads) features but has \(codes.shape.points) codes")
        }
        features = try IndexColumn(try tables.table("quads"), in: tables.file, perRow: info.dimquads, order: tables.order)
        ranks = try tables["sweep"].map { try RankColumn($0, in: tables.file, stars: info.stars) }
    }

    /// Stars of a feature.
    public var size: Int { info.dimquads }

    /// Calls `body` with each feature whose code is near.
    ///
    /// - Parameters:
    ///   - code: (Cx, Cy, Dx, Dy …), as many lanes as the index has dimensions.
    ///   - radius: in the same units.
    public func forEachFeature(near code: SIMD8<Float>, within radius: Float, _ body: (Int) -> Void) {
        codes.forEachRow(near: code, within: radius) { row in
            if row < info.quads { body(row) }
        }
    }

    /// The stars of a feature: A, B, C …; nil where a damaged file names a star it does not have.
    public func star(_ number: Int, ofFeature row: Int) -> Int? {
        let star = Int(features[row * size + number])
        return star < info.stars ? star : nil
    }

    /// Where a star is, by its number.
    public func direction(ofStar star: Int) -> SIMD3<Double> { stars.direction(ofRow: star) }

    /// How bright a star is among those near it: 0 for the brightest 256th of all, 255 for the faintest.
    public func rank(ofStar star: Int) -> UInt8 { ranks?[star] ?? 0 }

    /// NaN where the file carries none.
    public func magnitude(ofStar star: Int) -> Double { magnitudes?[star] ?? .nan }

    /// Whether there is a star near a direction.
    ///
    /// - Parameter chord: straight distance between the ends of the two unit vectors.
    public func hasStar(within chord: Double, of direction: SIMD3<Double>) -> Bool { stars.hasPoint(within: chord, of: direction) }

    /// Calls `body` with the number and direction of each star near a direction.
    public func forEachStar(within chord: Double, of direction: SIMD3<Double>, _ body: (Int, SIMD3<Double>) -> Void) {
        stars.forEachRow(within: chord, of: direction, body)
    }
}
