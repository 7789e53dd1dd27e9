import Annotation
import FITS
import Foundation
import Pictures
import Raster
import WCS

/// What a solver saw in a picture that it could not solve: the evidence for the one who took it.
public enum SeenStars {
    /// Enough to tell stars from lamps, hot pixels and noise.
    private static let longSide = 2048
    private static let colour = Colour(1, 0.35, 0.3)

    /// Writes a JPEG of the picture, at most 2048 pixels long, with a ring around each detected star. Blocks.
    ///
    /// - Parameter table: X and Y in FITS pixels of the upright picture (FITS: rows in the file's order), brightest first.
    /// - Throws: `PictureError`, `ImagingError`.
    public static func draw(on picture: String, table: String, to target: String, limitMegapixels: Int) throws {
        let stars = try SolutionTables.table(table)
        guard let xs = stars["X"], let ys = stars["Y"] else { throw ImagingError("\(table) has no columns X and Y") }
        let facts = try PictureFile.facts(path: picture, limitMegapixels: limitMegapixels)
        let shown = try PictureFile.preview(path: picture, facts: facts, longSide: longSide)
        let full = facts.format == .fits ? facts.size : facts.uprightSize
        let scale = Double(shown.width) / Double(full.width)
        let radius = max(5, Double(max(shown.width, shown.height)) / 200)
        let marks = zip(xs, ys).map { x, y in
            let row = facts.bottomUp ? Double(full.height) - y : y - 1
            return Mark(
                .circle(centre: PixelPoint(x: (x - 0.5) * scale - 0.5, y: (row + 0.5) * scale - 0.5), radius: radius),
                stroke: Stroke(colour, width: max(1, radius / 6)))
        }
        let canvas = CanvasBuffer.showing(shown, orientation: .up)
        Canvas.draw(
            Drawing(size: PixelSize(width: shown.width, height: shown.height), layers: [Layer(.stars, marks: marks)]), onto: canvas)
        try PictureOutput.write(canvas, to: target, as: .jpeg, settings: OutputSettings(quality: 88))
    }
}
