public import Raster

/// Burns drawings into pictures.
public enum Canvas {
    /// Draws over the picture, which must have the drawing's size or else gets its top-left part drawn.
    ///
    /// Callable from several threads at once, with a buffer each.
    /// - Parameter only: these layers; nil: all.
    public static func draw(_ drawing: Drawing, onto buffer: CanvasBuffer, only: Set<LayerID>? = nil) {
        Painter(drawing, only: only).draw(onto: buffer, top: 0)
    }
}
