import CTIFF

extension RasterWriter {
    public enum TIFFCompression: Sendable {
        case none, lzw, deflate
    }

    /// Writes a TIFF file of the picture's own sample type.
    ///
    /// - Parameters:
    ///   - orientation: 1 to 8, written as a tag; the pixels stay as they are.
    ///   - planar: one plane after another instead of whole pixels.
    ///   - tileSide: the side of square tiles, a multiple of 16; nil for strips.
    public static func tiff(
        _ picture: PixelBuffer, path: String, orientation: Int? = nil, compression: TIFFCompression = .none,
        planar: Bool = false, tileSide: Int? = nil
    ) throws {
        let method =
            switch compression {
            case .none: CTIFF_NONE
            case .lzw: CTIFF_LZW
            case .deflate: CTIFF_DEFLATE
            }
        let failure = { (message: String) in PictureError(.io, "\(path) cannot be written: \(message)") }
        let (opened, message) = withMessage(CTIFF_MESSAGE_LENGTH) {
            ctiff_create(
                path, UInt32(picture.width), UInt32(picture.height), Int32(picture.channels),
                Int32(picture.sample.bytes * 8), Int32(method), planar ? 1 : 0, UInt32(tileSide ?? 0),
                Int32(orientation ?? 0), $0)
        }
        guard let writer = opened else { throw failure(message) }
        let status = ctiff_write(
            writer, picture.rowPointer(0).assumingMemoryBound(to: UInt8.self), picture.rowBytes)
        let (end, problem) = withMessage(CTIFF_MESSAGE_LENGTH) { ctiff_finish(writer, $0) }
        guard status == 0, end == 0 else { throw failure(problem) }
    }
}
