import FITS
import Foundation

/// A second look at what the solver believes: a chance match has few stars, or has them in one corner.
struct SolutionCheck: Sendable {
    /// Below this, another star detection must find the same sky before the match is believed. The solver's own limit is
    /// ln 1e9 = 20.7; the false matches of thousands of star patterns a second come nearer to it than to this.
    static let certainLogOdds = 40.0
    static let fewestStars = 6

    /// - Parameter corr: the table of matched stars (field_x, field_y in pixels).
    static func isPlausible(_ match: SolveFieldRun.Match, corr: FITSTable?, width: Int, height: Int) -> Bool {
        guard match.stars >= fewestStars else { return false }
        guard let corr, let xs = corr["field_x"], let ys = corr["field_y"], let weights = corr["match_weight"] else {
            return true
        }
        let used = zip(zip(xs, ys), weights).filter { $0.1 > 0.5 }.map(\.0)
        guard used.count >= 4 else { return true }
        let spreadX = spread(used.map(\.0)) / Double(width)
        let spreadY = spread(used.map(\.1)) / Double(height)
        return max(spreadX, spreadY) > 0.1 && min(spreadX, spreadY) > 0.02
    }

    private static func spread(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}
