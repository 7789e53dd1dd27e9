import Annotation
public import FITS
public import Raster
public import WCS

extension SolutionFrame {
    /// The WCS of a picture file, upright; for FITS its rows in the file's order.
    ///
    /// - Parameter name: the picture's, for messages.
    /// - Throws: `CutoutError` `.mismatch` where the header has no usable WCS, or says that it is for a picture of another size.
    public static func upright(_ header: FITSHeader, of facts: PictureFacts, named name: String) throws -> WCS {
        let isUpright = PixelFrame(markedIn: header) == .upright
        let size = isUpright ? facts.uprightSize : facts.size
        if let width = header.integer("IMAGEW"), let height = header.integer("IMAGEH"), width != size.width || height != size.height {
            throw CutoutError(
                .mismatch,
                "the WCS is for a picture of \(width) x \(height) pixels, but \(name) has \(size.width) x \(size.height)"
                    + (isUpright && facts.orientation != .up ? " when upright" : ""))
        }
        do {
            return try upright(header, stored: facts.size, orientation: facts.orientation)
        } catch let error as WCSError {
            throw CutoutError(.mismatch, "the WCS of \(name) cannot be used: \(error.message)")
        }
    }
}
