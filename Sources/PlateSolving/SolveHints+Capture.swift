import Foundation
public import Raster

extension SolveHints {
    /// What a picture's headers say of its place and scale, with generous margins.
    ///
    /// - Parameters:
    ///   - size: of the upright picture.
    public static func from(capture: CaptureFacts, size: PixelSize) -> SolveHints {
        var hints = SolveHints()
        if let ra = capture.raHint, let dec = capture.decHint {
            (hints.ra, hints.dec, hints.radius) = (ra, dec, 15)
        }
        if let scale = capture.pixelScaleHint, scale > 0, scale.isFinite {
            hints.scaleLow = scale * 0.8
            hints.scaleHigh = scale * 1.25
        } else if let focal = capture.focalLength35, focal > 0, focal.isFinite, size.pixels > 0 {
            // The equivalent is defined by the diagonal of 36 mm × 24 mm, 43.27 mm (CIPA DCG-001); pictures are often cropped.
            let diagonal = (Double(size.width * size.width + size.height * size.height)).squareRoot()
            let scale = 2 * atan(43.27 / 2 / focal) * 180 / .pi * 3600 / diagonal
            hints.scaleLow = scale * 0.6
            hints.scaleHigh = scale * 1.4
        }
        return hints
    }
}
