import FITS
import Synchronization

/// The features of one index file, found by their codes, and the stars they are made of.
///
/// A class, as what it holds: a search names it a million times a second, and a copy would cost more than the look-up.
final class FeatureTable: Sendable {
    let info: StarIndexInfo
    private let codes: CodeTree
    private let features: IndexColumn<UInt32>
    let stars: StarTree
    private let ranks: RankColumn?
    private let magnitudes: MagnitudeColumn?
    private let grid = AtomicLazyReference<SkyGrid>()
    private let questions = Atomic(0)

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

    func forEachFeature(near code: SIMD8<Float>, within radius: Float, _ body: (Int) -> Void) {
        codes.forEachRow(near: code, within: radius) { row in
            if row < info.quads { body(row) }
        }
    }

    /// The stars of a feature: A, B, C …; nil where a damaged file names a star it does not have.
    func star(_ number: Int, ofFeature row: Int) -> Int? {
        let star = Int(features[row * info.dimquads + number])
        return star < info.stars ? star : nil
    }

    /// - Parameter chord: straight distance between the ends of the two unit vectors.
    func hasStar(within chord: Double, of direction: SIMD3<Double>) -> Bool {
        if let grid = grid.load() {
            if let answer = grid.hasStar(within: chord, of: direction) { return answer }
        } else if questions.wrappingAdd(1, ordering: .relaxed).newValue == info.stars / 8 {
            // Most pictures are solved before a grid is worth its making.
            _ = grid.storeIfNil(SkyGrid(stars))
        }
        return stars.hasPoint(within: chord, of: direction)
    }

    func rank(ofStar star: Int) -> UInt8 { ranks?[star] ?? 0 }

    func magnitude(ofStar star: Int) -> Double { magnitudes?[star] ?? .nan }
}
