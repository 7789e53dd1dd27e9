public import FITS
public import Raster
public import WCS

/// Brings WCS headers of any origin to the upright picture.
public enum SolutionFrame {
    /// The WCS of the upright picture that a header describes.
    ///
    /// A header without the mark `ASTFRAME` comes from an existing archive and speaks of the pixels as stored in the file.
    ///
    /// - Parameters:
    ///   - stored: the picture's size as stored.
    ///   - orientation: the picture's EXIF orientation.
    /// - Throws: `WCSError` where the header has no usable WCS.
    public static func upright(_ header: FITSHeader, stored: PixelSize, orientation: Orientation) throws -> WCS {
        if PixelFrame(markedIn: header) == .upright {
            let size = orientation.uprightSize(of: stored)
            return try WCS(header: header, width: size.width, height: size.height, frame: .upright)
        }
        return try WCS(header: header, width: stored.width, height: stored.height, frame: .stored).reoriented(
            FrameTransform(exifOrientation: orientation.rawValue, storedWidth: stored.width, storedHeight: stored.height))
    }
}
