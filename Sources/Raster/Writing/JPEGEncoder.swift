import CJPEG

/// A JPEG file being written, from rows of 8 bit as they lie in memory. What is not finished is no file.
final class JPEGEncoder {
    /// An APPn segment.
    struct Segment {
        /// n.
        var kind: Int
        var bytes: [UInt8]

        /// More does not fit into the two bytes of its length.
        static let bytesMax = 65533
    }

    private let path: String
    private var writer: OpaquePointer?

    init(
        path: String, size: PixelSize, layout: PixelRows.Layout, quality: Int, chroma: ChromaSubsampling, progressive: Bool = false,
        segments: [Segment] = []
    ) throws {
        self.path = path
        guard max(size.width, size.height) <= 65500 else {
            throw PictureError(
                .unsupported, "\(path): a JPEG file has at most 65500 pixels a side, not \(size.width) x \(size.height)")
        }
        let rows =
            switch layout {
            case .grey: CJPEG_ROWS_GREY
            case .rgb: CJPEG_ROWS_RGB
            case .bgrx: CJPEG_ROWS_BGRX
            }
        var settings = cjpeg_settings()
        settings.width = UInt32(size.width)
        settings.height = UInt32(size.height)
        settings.layout = Int32(rows)
        settings.quality = Int32(quality)
        settings.luma_h = Int32(chroma.horizontal)
        settings.luma_v = Int32(chroma.vertical)
        settings.progressive = progressive ? 1 : 0
        let (opened, message) = withMessage(CJPEG_MESSAGE_LENGTH) { cjpeg_create(path, &settings, $0) }
        guard let opened else { throw PictureError.unwritten(path, message) }
        writer = opened
        for segment in segments {
            try write { writer, message in
                segment.bytes.withUnsafeBufferPointer {
                    cjpeg_segment(writer, 0xE0 + Int32(segment.kind), $0.baseAddress, $0.count, message)
                }
            }
        }
    }

    deinit { writer.map(cjpeg_abandon) }

    /// The next rows, one right behind the other.
    func append(_ rows: UnsafePointer<UInt8>, rowBytes: Int, count: Int) throws {
        try write { cjpeg_write($0, rows, rowBytes, Int32(count), $1) }
    }

    /// Completes the file after its last row.
    func finish() throws {
        guard let writer else { return }
        self.writer = nil
        let (end, message) = withMessage(CJPEG_MESSAGE_LENGTH) { cjpeg_finish(writer, $0) }
        guard end == 0 else { throw PictureError.unwritten(path, message) }
    }

    private func write(_ body: (OpaquePointer, UnsafeMutablePointer<CChar>) -> Int32) throws {
        guard let writer else { return }
        let (status, problem) = withMessage(CJPEG_MESSAGE_LENGTH) { body(writer, $0) }
        guard status == 0 else { throw PictureError.unwritten(path, problem) }
    }

    static func write(
        _ rows: PixelRows, path: String, quality: Int, chroma: ChromaSubsampling, progressive: Bool = false,
        segments: [Segment] = []
    ) throws {
        let encoder = try JPEGEncoder(
            path: path, size: rows.size, layout: rows.layout, quality: quality, chroma: chroma, progressive: progressive,
            segments: segments)
        try rows.withMemory { try encoder.append($0, rowBytes: rows.rowBytes, count: rows.size.height) }
        try encoder.finish()
    }
}

extension PictureError {
    static func unwritten(_ path: String, _ reason: String) -> PictureError {
        PictureError(.io, "\(path) cannot be written: \(reason)")
    }
}
