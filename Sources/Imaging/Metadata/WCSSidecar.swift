import FITS
public import WCS

/// The solution of a picture in a file beside it: a FITS header without data, as astrometry.net writes its `.wcs` files.
public enum WCSSidecar {
    /// The usual name: that of the picture with the ending `.wcs`.
    public static func path(beside picture: String) -> String {
        let name = picture.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return picture + ".wcs" }
        return picture.dropLast(name.distance(from: dot, to: name.endIndex)) + ".wcs"
    }

    /// Writes the file anew. Blocks; the caller sees to placing it atomically.
    ///
    /// - Parameter wcs: of the picture as it is in the file; its frame and size are marked in the header.
    /// - Throws: `FITSError` where the file system does not take it.
    public static func write(_ wcs: WCS, to path: String) throws {
        try FITSImageWriter.writeHeaderOnly(path: path, header: FITSHeader(cards: wcs.solutionCards))
    }
}
