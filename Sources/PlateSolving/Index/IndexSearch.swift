import Foundation
import StarIndex

/// The search for a picture's place among all indexes: several ways to pick stars, in turns, star by star, from those that find most
/// pictures soon to the patient ones.
struct IndexSearch {
    /// Which stars are tried with which indexes.
    struct Way: Sendable {
        var order: SolvePass.Order
        var indexes: SolvePass.Indexes
        /// The picture is made smaller by this much more: large soft stars, noise.
        var reduction = 1
        var depth: Int
    }

    /// What is known of the picture leaves few places and scales: everything at once.
    static let hinted: [[Way]] = [
        [Way(order: .evenly, indexes: .all, depth: 20), Way(order: .brightness, indexes: .all, depth: 20)]
    ]

    /// Ways of one round take turns; the next round begins when all are through.
    static let rounds: [[Way]] = [
        [
            Way(order: .evenly, indexes: .quads, depth: 16), Way(order: .brightness, indexes: .wideTriangles, depth: 12),
            Way(order: .brightness, indexes: .quads, depth: 16), Way(order: .evenly, indexes: .wideTriangles, depth: 12),
        ],
        [
            Way(order: .evenly, indexes: .quads, reduction: 2, depth: 16),
            Way(order: .brightness, indexes: .wideTriangles, reduction: 2, depth: 12),
            Way(order: .evenly, indexes: .quads, depth: 24), Way(order: .brightness, indexes: .quads, depth: 24),
        ],
        [
            Way(order: .brightness, indexes: .narrowTriangles, depth: 20), Way(order: .evenly, indexes: .narrowTriangles, depth: 20),
            Way(order: .evenly, indexes: .quads, reduction: 2, depth: 30),
            Way(order: .brightness, indexes: .wideTriangles, depth: 20), Way(order: .evenly, indexes: .wideTriangles, depth: 20),
        ],
    ]
}
