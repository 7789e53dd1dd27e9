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

    /// cairo's pictures are at most 32,767 pixels wide and high, and its numbers are exact near zero only.
    static func tiles(of size: PixelSize, longest: Int = 30_000) -> [PixelRegion] {
        stride(from: 0, to: size.height, by: longest).flatMap { y in
            stride(from: 0, to: size.width, by: longest).map { x in
                PixelRegion(x: x, y: y, width: min(longest, size.width - x), height: min(longest, size.height - y))
            }
        }
    }
}
