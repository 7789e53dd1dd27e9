import Foundation
import Pictures
import Raster

/// How a preview is made of a picture's file; blocks while it works.
package struct PreviewDrawing: Sendable {
    /// Picture's path, longer side in pixels, path to write the JPEG to.
    package var jpeg: @Sendable (String, Int, String) throws -> Void

    package init(jpeg: @escaping @Sendable (String, Int, String) throws -> Void) { self.jpeg = jpeg }

    private static let quality = 82

    static let picture = PreviewDrawing { source, longSide, target in
        do {
            let facts = try PictureFile.facts(path: source)
            let preview = try PictureFile.preview(path: source, facts: facts, longSide: longSide)
            try RasterWriter.jpeg(preview, quality: quality, path: target)
        } catch let error as PictureError where error.code == .io {
            // The disk, not the picture: it may be mended, so this is not remembered as the picture's fault.
            throw error
        } catch {
            throw PreviewError("\(error)")
        }
    }
}
