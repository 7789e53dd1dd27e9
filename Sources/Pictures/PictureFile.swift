public import Raster
import FITS

/// The one way in for every kind of picture file. All calls block.
public enum PictureFile {
    /// What kind of picture it is and what its headers say.
    ///
    /// - Throws: `PictureError`; `.notAPicture` by the content, `.tooLarge` before anything of that size is allocated.
    public static func facts(path: String, limitMegapixels: Int = 400) throws -> PictureFacts {
        guard let format = try RasterReader.sniff(path: path) else {
            throw PictureError(.notAPicture, "\(name(path)): its content is no JPEG, PNG, TIFF, WebP, FITS or camera raw")
        }
        guard format == .fits else {
            return try RasterReader.facts(path: path, format: format, limitMegapixels: limitMegapixels)
        }
        return try FITSFacts.read(path: path, limitMegapixels: limitMegapixels)
    }

    /// Walks the file's structure to its end; see `RasterReader.checkComplete`.
    public static func checkComplete(path: String, facts: PictureFacts) throws {
        guard facts.format == .fits else { return try RasterReader.checkComplete(path: path, facts: facts) }
        do {
            // Opening compares the sizes in the headers with the file's, and reads gzip data to their end.
            _ = try FITSImageReader(path: path)
        } catch let error as FITSError {
            throw PictureError(.truncated, error.message)
        }
    }

    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
