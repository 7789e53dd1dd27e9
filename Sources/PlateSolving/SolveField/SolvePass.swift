import StarIndex

/// One attempt to match a picture's stars, cheap and promising ones first.
///
/// Triangles (the 3-star indexes of wide fields) find chance matches by the hundred, so they are asked first and briefly while the stars
/// are in order of brightness, which is right for pictures of bright stars; then the 4-star quads, which hardly ever lie, take the
/// stars evenly from the whole picture, which is right for nebulae and crowded fields. Afterwards the same with more patience.
struct SolvePass: Sendable, Hashable {
    enum Indexes: Sendable, Hashable {
        case triangles, quads, all

        func holds(_ index: StarIndexInfo) -> Bool {
            switch self {
            case .triangles: index.dimquads == 3
            case .quads: index.dimquads > 3
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
    /// Ranges of stars that are tried one after the other, brightest first.
    var depths: [String]
    /// Seconds of processor time.
    var seconds: Double
    /// All index files at the same time instead of largest features first.
    var inParallel: Bool

    static let hinted = SolvePass(
        indexes: .all, order: .evenly, depths: ["1-20", "21-40"], seconds: 6, inParallel: true)

    static let blind: [SolvePass] = [
        SolvePass(indexes: .triangles, order: .brightness, depths: ["1-10", "11-20"], seconds: 2, inParallel: false),
        SolvePass(indexes: .quads, order: .evenly, depths: ["1-20", "21-30", "31-40"], seconds: 6, inParallel: true),
        SolvePass(indexes: .triangles, order: .evenly, depths: ["1-10", "11-20"], seconds: 4, inParallel: false),
        SolvePass(indexes: .quads, order: .brightness, depths: ["1-20", "21-40"], seconds: 6, inParallel: true),
        SolvePass(
            indexes: .quads, order: .evenly, reduction: 2, depths: ["1-20", "21-30", "31-40"], seconds: 6, inParallel: true),
        SolvePass(
            indexes: .triangles, order: .brightness, reduction: 2, depths: ["1-10", "11-20"], seconds: 6, inParallel: false),
        SolvePass(indexes: .triangles, order: .brightness, depths: ["1-10", "11-20"], seconds: 15, inParallel: false),
        SolvePass(
            indexes: .triangles, order: .evenly, reduction: 2, depths: ["1-10", "11-20"], seconds: 8, inParallel: false),
    ]
}
