public import Raster

extension PictureFile {
    /// The whole picture for the eye, to be drawn on: 8 bit, upright, the last row of a FITS file on top where its rows run upwards.
    ///
    /// Linear pictures are stretched as in `preview`. A JPEG file is decoded straight into the canvas. Blocks.
    ///
    /// - Throws: `PictureError` `.damaged` or `.truncated` when nothing useful comes out.
    public static func canvas(path: String, facts: PictureFacts) throws -> CanvasBuffer {
        if facts.format == .jpeg { return try RasterReader.canvas(path: path, facts: facts) }
        let shown = shown(try stored(path: path, facts: facts, reduceBy: 1), facts)
        return .showing(shown, orientation: facts.bottomUp ? .downMirrored : facts.orientation)
    }
}
