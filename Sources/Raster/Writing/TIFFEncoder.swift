import CTIFF

/// Writes TIFF files of rows in 8, 16 bit or float, straight from where they lie.
enum TIFFEncoder {
    static func write(
        _ rows: PixelRows, path: String, compression: RasterWriter.TIFFCompression = .none, planar: Bool = false,
        tileSide: Int? = nil, orientation: Int? = nil
    ) throws {
        let method =
            switch compression {
            case .none: CTIFF_NONE
            case .lzw: CTIFF_LZW
            case .deflate: CTIFF_DEFLATE
            }
        let (opened, message) = withMessage(CTIFF_MESSAGE_LENGTH) {
            ctiff_create(
                path, UInt32(rows.size.width), UInt32(rows.size.height), Int32(rows.channels),
                Int32(rows.sample.bytes * 8), Int32(method), planar ? 1 : 0, UInt32(tileSide ?? 0),
                Int32(orientation ?? 0), $0)
        }
        guard let writer = opened else { throw PictureError.unwritten(path, message) }
        let status = rows.withMemory { ctiff_write(writer, $0, rows.rowBytes) }
        let (end, problem) = withMessage(CTIFF_MESSAGE_LENGTH) { ctiff_finish(writer, $0) }
        guard status == 0, end == 0 else { throw PictureError.unwritten(path, problem) }
    }
}
