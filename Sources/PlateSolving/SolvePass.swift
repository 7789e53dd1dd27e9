import StarIndex

/// One attempt to match a picture's stars.
///
/// Quads (the 4-star indexes) hardly ever match by chance, so trying the brightest 20 stars against all of them takes a third of
/// a second. Triangles (the 3-star indexes of wide fields) match by chance by the hundred, the more the smaller they are. Stars
/// in order of brightness are right for pictures of bright stars; stars taken evenly from all parts of the picture are right for
/// nebulae, clusters and crowded fields.
struct SolvePass: Sendable, Hashable {
    enum Indexes: Sendable, Hashable {
        case quads
        /// Triangles with sides from 4° on.
        case wideTriangles
        case narrowTriangles
        case all

        func holds(_ index: StarIndexInfo) -> Bool {
            switch self {
            case .quads: index.dimquads > 3
            case .wideTriangles: index.dimquads == 3 && index.scaleLow >= 230
            case .narrowTriangles: index.dimquads == 3 && index.scaleLow < 230
            case .all: true
            }
        }
    }

    enum Order: Sendable, Hashable {
        case brightness
        /// The brightest of each part of the picture, then the second brightest …
        case evenly
    }

    var indexes: Indexes
    var order: Order
    /// The picture is made smaller by this much more: large soft stars, noise.
    var reduction = 1
    /// Ranges of stars that are tried one after the other, the first ones first.
    var depths: [String]
    /// Seconds of processor time.
    var seconds: Double
    /// All index files at the same time instead of one after the other, largest features first.
    var inParallel = true

    /// What is known of the picture leaves few places and scales: everything at once, and deeper.
    static let hinted = SolvePass(indexes: .all, order: .evenly, depths: ["1-20", "21-40"], seconds: 6)

    /// Where the place is known: the finest index that matches has the most stars.
    static let measuring = SolvePass(indexes: .all, order: .evenly, depths: ["1-30"], seconds: 4, inParallel: false)

    /// From cheap to patient. With the 13 Tycho-2 indexes and nothing to find, the first four take some 2 s of processor time,
    /// all together about 20 s.
    static let blind: [SolvePass] = [
        SolvePass(indexes: .quads, order: .evenly, depths: ["1-20"], seconds: 3),
        SolvePass(indexes: .wideTriangles, order: .brightness, depths: ["1-12"], seconds: 3),
        SolvePass(indexes: .quads, order: .brightness, depths: ["1-20"], seconds: 3),
        SolvePass(indexes: .wideTriangles, order: .evenly, depths: ["1-12"], seconds: 3),
        SolvePass(indexes: .narrowTriangles, order: .brightness, depths: ["1-10"], seconds: 4),
        SolvePass(indexes: .quads, order: .evenly, reduction: 2, depths: ["1-20"], seconds: 3),
        SolvePass(indexes: .wideTriangles, order: .brightness, reduction: 2, depths: ["1-12"], seconds: 3),
        SolvePass(indexes: .quads, order: .evenly, depths: ["21-30"], seconds: 4),
        SolvePass(indexes: .narrowTriangles, order: .evenly, depths: ["1-10"], seconds: 4),
        SolvePass(
            indexes: .wideTriangles, order: .brightness, depths: ["1-10", "11-20"], seconds: 6, inParallel: false),
        SolvePass(indexes: .quads, order: .brightness, reduction: 2, depths: ["1-30"], seconds: 4),
        SolvePass(indexes: .wideTriangles, order: .evenly, depths: ["1-10", "11-20"], seconds: 6, inParallel: false),
    ]
}
