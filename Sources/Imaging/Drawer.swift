import Annotation
import Pictures
import Raster
import Threads
import WCS

/// Burns a drawing into a picture file.
struct Drawer {
    let picture: String
    let facts: PictureFacts
    /// Of the picture as it is shown, and of the one to be written, which may be turned.
    let solved: WCS
    let wcs: WCS
    let settings: OutputSettings

    /// - Parameter sketching: works out what to draw while the picture is decoded.
    /// - Returns: what of the metadata the file could not take, in words.
    func write(to path: String, as format: OutputFormat, _ sketching: SideThread<Drawing>) throws -> [String] {
        if format == .jpeg, wcs === solved, JPEGPassage.takes(facts) {
            var painter: Painter?
            return try JPEGPassage.run(from: picture, facts: facts, to: path, settings: settings) { band, top in
                let brush = try painter ?? Painter(sketching.value())
                brush.draw(onto: band, top: top)
                painter = brush
            }
        }
        var canvas = try PictureFile.canvas(path: picture, facts: facts)
        var settings = settings
        if canvas.isStretched { settings.metadata?.icc = nil }
        if wcs !== solved { canvas = try NorthUp.apply(canvas, from: solved, to: wcs) }
        Canvas.draw(try sketching.value(), onto: canvas)
        return try PictureOutput.write(canvas, to: path, as: format, settings: settings)
    }
}
