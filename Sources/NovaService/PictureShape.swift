import FITS
import Pictures
import Raster

/// What must be known of a picture, or of a list of stars, before it is solved. Blocks.
struct PictureShape: Sendable {
    /// Nil for a list of stars.
    let facts: PictureFacts?
    /// Pixels, as the picture is shown; 0 where that is not known.
    let width: Int

    init(_ path: String, limitMegapixels: Int) {
        facts = try? PictureFile.facts(path: path, limitMegapixels: limitMegapixels)
        if let facts {
            width = facts.uprightSize.width
        } else {
            width = (try? FITSTable(path: path))?.primary.integer("IMAGEW") ?? 0
        }
    }
}
