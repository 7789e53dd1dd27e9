import Foundation
import StarIndex

/// What all engines say the same way.
extension SolveFailure {
    static func noIndex(_ folder: String) -> Self {
        Self("There are no star index files in \(folder) (apt-get install astrometry-data-tycho2).", cause: .noIndex)
    }

    static func timeOut(_ seconds: Double) -> Self {
        Self("Not solved within \(Int(seconds.rounded())) s, the time limit.", cause: .timeOut)
    }

    /// Nothing in the sky matches this many stars.
    ///
    /// - Parameters:
    ///   - hints: what is known of the picture, which may tell that no index is made for it.
    static func noMatch(stars count: Int, of size: (width: Int, height: Int), indexes: [StarIndexInfo], hints: [SolveHints]) -> Self {
        if count == 0 { return Self("No stars were found in the picture.", cause: .tooFewStars) }
        guard count >= SolutionCheck.fewestStars else {
            return Self(
                "Only \(count) stars were found in the picture; at least \(SolutionCheck.fewestStars) are needed.", cause: .tooFewStars)
        }
        let found = "\(count) stars were found, but no part of the sky matches them."
        guard let low = indexes.map(\.scaleLow).min(), let high = indexes.map(\.scaleHigh).max() else { return Self(found, cause: .noMatch) }
        // A field is served by features from about a tenth of its size to its size.
        let (narrowest, widest) = (low / 60, min(180, high / 60 * 5))
        let served = String(format: "The installed star indexes serve fields from about %.1f° to %.0f°.", narrowest, widest)
        for hint in hints {
            guard let scaleLow = hint.scaleLow, let scaleHigh = hint.scaleHigh else { continue }
            let side = Double(min(size.width, size.height)) / 3600
            if side * scaleHigh < narrowest || side * scaleLow > widest {
                return Self(
                    "\(found) " + String(format: "By what is known of it the picture shows %.2g° of sky. ", side * (scaleLow + scaleHigh) / 2)
                        + served + " Indexes of other fields are at data.astrometry.net.", cause: .noIndex)
            }
        }
        return Self(
            "\(found) \(served) Trails, clouds, or a field that is smaller or larger are the usual reasons.", cause: .noMatch)
    }
}
