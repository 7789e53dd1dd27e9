/// Writes pictures as the caller says. Every call makes the file anew and blocks; the caller sees to placing it atomically.
///
/// For pictures with metadata, and in the format that a file name asks for, see `PictureOutput`.
public enum RasterWriter {
    /// Writes a JPEG file; 16-bit and float samples are converted to 8 bit, full scale to full scale.
    ///
    /// - Parameters:
    ///   - quality: 1 to 100.
    ///   - exifOrientation: 1 to 8, written into an EXIF block; the pixels stay as they are.
    public static func jpeg(
        _ picture: PixelBuffer, quality: Int, path: String, exifOrientation: Int? = nil, progressive: Bool = false
    ) throws {
        let exif = exifOrientation.map { EXIFBlock.prefix + orientationBlock($0) } ?? []
        try writeJPEG(picture.converted(to: .u8), quality: quality, path: path, exif: exif, progressive: progressive)
    }

    /// Writes a JPEG file with an EXIF block of the caller's making, which begins with "Exif\0\0" unless it is empty.
    package static func writeJPEG(
        _ picture: PixelBuffer, quality: Int, path: String, exif: [UInt8], progressive: Bool = false
    ) throws {
        try JPEGEncoder.write(
            PixelRows(picture), path: path, quality: quality, chroma: .quarter, progressive: progressive,
            segments: exif.isEmpty ? [] : [JPEGEncoder.Segment(kind: 1, bytes: exif)])
    }

    /// Writes a PNG file of 8 or 16 bit; float samples become 16 bit, 1.0 the brightest.
    public static func png(_ picture: PixelBuffer, path: String, interlaced: Bool = false) throws {
        let picture = picture.sample == .f32 ? picture.converted(to: .u16) : picture
        try PNGEncoder.write(PixelRows(picture), path: path, interlaced: interlaced, fast: false)
    }

    /// A little-endian TIFF header with one directory that holds the orientation alone.
    private static func orientationBlock(_ orientation: Int) -> [UInt8] {
        let value = UInt8(clamping: orientation)
        return [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
    }
}
