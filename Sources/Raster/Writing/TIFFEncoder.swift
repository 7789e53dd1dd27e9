import CTIFF

/// Writes TIFF files of rows in 8, 16 bit or float, straight from where they lie.
enum TIFFEncoder {
    struct Tags {
        /// 1 to 8.
        var orientation: Int?
        var texts: [UInt16: String] = [:]
        var bytes: [UInt16: [UInt8]] = [:]
        /// Tags that point to further directories, to be put right when these have been appended.
        var directories: [UInt16] = []
    }

    static func write(
        _ rows: PixelRows, path: String, compression: RasterWriter.TIFFCompression = .none, planar: Bool = false,
        tileSide: Int? = nil, tags: Tags
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
                Int32(tags.orientation ?? 0), $0)
        }
        guard let writer = opened else { throw PictureError.unwritten(path, message) }
        var status: Int32 = 0
        for (tag, text) in tags.texts where status == 0 { status = ctiff_set_text(writer, UInt32(tag), text) }
        for (tag, bytes) in tags.bytes where status == 0 {
            status = ctiff_set_bytes(writer, UInt32(tag), bytes, UInt32(bytes.count))
        }
        for tag in tags.directories where status == 0 { status = ctiff_set_directory(writer, UInt32(tag), 8) }
        if status == 0 { status = rows.withMemory { ctiff_write(writer, $0, rows.rowBytes) } }
        let (end, problem) = withMessage(CTIFF_MESSAGE_LENGTH) { ctiff_finish(writer, $0) }
        guard status == 0, end == 0 else { throw PictureError.unwritten(path, problem) }
    }
}
