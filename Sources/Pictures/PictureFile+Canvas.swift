public import Raster

extension PictureFile {
    /// The whole picture for the eye, to be drawn on: 8 bit, upright, the last row of a FITS file on top where its rows run upwards.
    ///
    /// Linear pictures are stretched as in `preview`. Pictures of 8 bit are decoded straight into the canvas. Blocks.
    ///
    /// - Throws: `PictureError` `.damaged` or `.truncated` when nothing useful comes out.
    public static func canvas(path: String, facts: PictureFacts) throws -> CanvasBuffer {
        if let canvas = try RasterReader.canvas(path: path, facts: facts) { return canvas }
        let stored = try stored(path: path, facts: facts, reduceBy: 1)
        let isLinear = isLinear(stored, facts)
        let shown = isLinear ? Stretch.applied(to: stored) : stored.converted(to: .u8)
        let canvas = CanvasBuffer.showing(shown, orientation: facts.bottomUp ? .downMirrored : facts.orientation)
        canvas.isStretched = isLinear
        return canvas
    }
}
