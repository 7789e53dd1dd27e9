import Foundation

/// The Moon's disc with its lit part, as SVG: as it is seen from the north, waxing lit on the right.
enum MoonDrawing {
    /// - Parameters:
    ///   - lit: part of the disc, 0 … 1.
    static func svg(lit: Double, isWaxing: Bool) -> String {
        let lit = min(1, max(0, lit.isFinite ? lit : 0))
        // The terminator is half an ellipse, of this half width; beyond half moon it bulges into the dark side.
        let width = Wording.number(abs(1 - 2 * lit) * 46, digits: 2)
        let bulge = lit > 0.5
        let outer = isWaxing ? 1 : 0
        let inner = isWaxing == bulge ? 1 : 0
        let path = "M50 4A46 46 0 0 \(outer) 50 96A\(width) 46 0 0 \(inner) 50 4Z"
        return """
            <svg class="moon" viewBox="0 0 100 100" width="120" height="120" role="img" aria-labelledby="moon-title">\
            <title id="moon-title">The Moon, \(Int((100 * lit).rounded())) % lit, \(isWaxing ? "waxing" : "waning")</title>\
            <circle class="dark" cx="50" cy="50" r="46"/><path class="lit" d="\(path)"/></svg>
            """
    }
}
