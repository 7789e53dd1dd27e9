import CJPEG
import CPNG

/// Writes pictures. Every call makes the file anew and blocks; the caller sees to placing it atomically.
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
        let failure = { (message: String) in PictureError(.io, "\(path) cannot be written: \(message)") }
        let (opened, message) = withMessage(CJPEG_MESSAGE_LENGTH) { message in
            exif.withUnsafeBufferPointer { exif in
                cjpeg_create(
                    path, UInt32(picture.width), UInt32(picture.height), Int32(picture.channels), Int32(quality),
                    progressive ? 1 : 0, exif.isEmpty ? nil : exif.baseAddress, exif.count, message)
            }
        }
        guard let writer = opened else { throw failure(message) }
        let (status, problem) = withMessage(CJPEG_MESSAGE_LENGTH) { message in
            cjpeg_write(
                writer, picture.rowPointer(0).assumingMemoryBound(to: UInt8.self), picture.rowBytes, Int32(picture.height),
                message)
        }
        guard status == 0 else {
            cjpeg_abandon(writer)
            throw failure(problem)
        }
        let (end, last) = withMessage(CJPEG_MESSAGE_LENGTH) { cjpeg_finish(writer, $0) }
        guard end == 0 else { throw failure(last) }
    }

    /// Writes a PNG file of 8 or 16 bit; float samples become 16 bit, 1.0 the brightest.
    public static func png(_ picture: PixelBuffer, path: String, interlaced: Bool = false) throws {
        let picture = picture.sample == .f32 ? picture.converted(to: .u16) : picture
        let failure = { (message: String) in PictureError(.io, "\(path) cannot be written: \(message)") }
        let (opened, message) = withMessage(CPNG_MESSAGE_LENGTH) {
            cpng_create(
                path, UInt32(picture.width), UInt32(picture.height), Int32(picture.channels),
                Int32(picture.sample.bytes * 8), interlaced ? 1 : 0, $0)
        }
        guard let writer = opened else { throw failure(message) }
        // The samples live as long as their buffer.
        let (status, problem) = withExtendedLifetime(picture) {
            withMessage(CPNG_MESSAGE_LENGTH) { message in
                cpng_write(
                    writer, picture.rowPointer(0).assumingMemoryBound(to: UInt8.self), picture.rowBytes,
                    UInt32(picture.height), message)
            }
        }
        guard status == 0 else {
            cpng_abandon(writer)
            throw failure(problem)
        }
        let (end, last) = withMessage(CPNG_MESSAGE_LENGTH) { cpng_finish(writer, $0) }
        guard end == 0 else { throw failure(last) }
    }

    /// A little-endian TIFF header with one directory that holds the orientation alone.
    private static func orientationBlock(_ orientation: Int) -> [UInt8] {
        let value = UInt8(clamping: orientation)
        return [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
    }
}
