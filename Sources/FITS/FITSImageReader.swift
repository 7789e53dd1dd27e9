import CFITSIO

/// Reads the first image of a FITS file row by row: plain, gzipped or tile-compressed (.fz).
///
/// Open it and use it from one thread at a time. What does not fit the file (sizes it cannot hold, truncated data)
/// is refused before cfitsio sees it.
public final class FITSImageReader {
    public let info: FITSImageInfo
    private let file: CFITSIOFile
    private let axes: Int
    private var uncheckedTiles: GzipTiles?

    /// - Parameter path: a plain file name; cfitsio's extended syntax (`a.fits[1]`) is off.
    /// - Throws: `FITSError` where the file is none, holds no image, or is damaged.
    public init(path: String) throws {
        let image = try FITSImageFinder.find(path: path)
        info = image.info
        axes = image.axes
        uncheckedTiles = image.tiles
        file = try CFITSIOFile(path: path, hdu: image.info.hdu)
        var bitpix: Int32 = 0
        var naxis: Int32 = 0
        var sizes = [Int](repeating: 0, count: 9)
        try file.use("read the image header of") { ffgipr($0, 9, &bitpix, &naxis, &sizes, &$1) }
        guard Int(naxis) == axes, sizes[0] == info.width, sizes[1] == info.height else {
            throw FITSError("\(path): its header is ambiguous: cfitsio reads other image sizes from it")
        }
    }

    /// Reads whole rows as physical values (BZERO and BSCALE applied); what is undefined (BLANK, NaN) becomes NaN.
    ///
    /// - Parameters:
    ///   - rows: row 0 is the first in the file.
    ///   - plane: 0 ..< planes.
    ///   - into: at least `rows.count * width` values.
    public func readRows(_ rows: Range<Int>, plane: Int, into: UnsafeMutableBufferPointer<Float>) throws {
        let count = rows.count * info.width
        guard rows.lowerBound >= 0, rows.upperBound <= info.height, (0..<info.planes).contains(plane) else {
            throw FITSError("rows \(rows) of plane \(plane) are outside an image of \(info.height) rows, \(info.planes) planes")
        }
        guard into.count >= count, let target = into.baseAddress else {
            throw FITSError("room for \(into.count) values where \(count) are read")
        }
        guard count > 0 else { return }
        try uncheckedTiles?.check()
        uncheckedTiles = nil
        var first = [Int](repeating: 1, count: axes)
        first[1] = rows.lowerBound + 1
        if axes > 2 { first[2] = plane + 1 }
        var blank = Float.nan
        var anyBlank: Int32 = 0
        // A value too large for Float is given as the largest Float; cfitsio says so with this status after reading everything.
        try file.use("read pixels of", tolerating: NUM_OVERFLOW) {
            ffgpxv($0, TFLOAT, &first, Int64(count), &blank, target, &anyBlank, &$1)
        }
    }
}
