import Foundation
import StarIndex

/// The search for a picture's place among all indexes: several ways to pick stars, in turns, star by star, from those that find most
/// pictures soon to the patient ones.
struct IndexSearch {
    /// Which stars are tried with which indexes.
    struct Start: Sendable, Hashable {
        var order: SolvePass.Order
        var indexes: SolvePass.Indexes
        /// The picture is made smaller by this much more: large soft stars, noise.
        var reduction = 1
        /// Three stars of a quad are enough.
        var partial = false
    }

    /// Features of how many stars are made there, before the next round begins.
    struct Way: Sendable {
        var start: Start
        var depth: Int

        init(_ order: SolvePass.Order, _ indexes: SolvePass.Indexes, reduction: Int = 1, partial: Bool = false, depth: Int) {
            (start, self.depth) = (Start(order: order, indexes: indexes, reduction: reduction, partial: partial), depth)
        }
    }

    /// Ways that take turns; the next round goes on where this one stopped.
    struct Round: Sendable {
        var ways: [Way]
        /// Of the processor's time, after which it is given up; nil: it goes to its end.
        var seconds: Double?
    }

    /// What is known of the picture leaves few places and scales: everything at once.
    static let hinted = [Round(ways: [Way(.evenly, .all, depth: 20), Way(.brightness, .all, depth: 20)])]

    /// Of the processor's time, for all rounds of a search: those with a limit of their own end by then, also where the processor is slow.
    static let patience = 8.5

    static let rounds = [
        Round(ways: [
            Way(.evenly, .quads, depth: 16), Way(.brightness, .wideTriangles, depth: 12), Way(.brightness, .quads, depth: 16),
            Way(.evenly, .wideTriangles, depth: 12),
        ]),
        Round(ways: [
            Way(.evenly, .quads, reduction: 2, depth: 16), Way(.brightness, .wideTriangles, reduction: 2, depth: 12),
            Way(.evenly, .quads, depth: 24), Way(.brightness, .quads, depth: 24),
        ]),
        Round(ways: [
            Way(.brightness, .narrowTriangles, depth: 20), Way(.evenly, .narrowTriangles, depth: 20),
            Way(.evenly, .quads, reduction: 2, depth: 30), Way(.brightness, .wideTriangles, depth: 20),
            Way(.evenly, .wideTriangles, depth: 20),
        ]),
        // Many of the brightest stars may be none, or stars that the index lacks.
        Round(
            ways: [
                Way(.brightness, .wideTriangles, depth: 40), Way(.evenly, .wideTriangles, depth: 40),
                Way(.brightness, .narrowTriangles, depth: 40),
            ], seconds: 0.8),
        Round(ways: [Way(.brightness, .quads, partial: true, depth: 30), Way(.evenly, .quads, partial: true, depth: 30)], seconds: 3.8),
        Round(ways: [Way(.evenly, .quads, depth: 100), Way(.brightness, .quads, depth: 100)], seconds: 1.6),
    ]
}
