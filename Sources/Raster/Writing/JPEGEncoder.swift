import CJPEG

/// Writes JPEG files of rows in 8 bit, straight from where they lie.
enum JPEGEncoder {
    /// An APPn segment.
    struct Segment {
        /// n.
        var kind: Int
        var bytes: [UInt8]

        /// More does not fit into the two bytes of its length.
        static let bytesMax = 65533
    }

    static func write(
        _ rows: PixelRows, path: String, quality: Int, chroma: ChromaSubsampling, progressive: Bool = false,
        segments: [Segment] = []
    ) throws {
        guard max(rows.size.width, rows.size.height) <= 65500 else {
            throw PictureError(
                .unsupported, "\(path): a JPEG file has at most 65500 pixels a side, not \(rows.size.width) x \(rows.size.height)"
            )
        }
        let layout =
            switch rows.layout {
            case .grey: CJPEG_ROWS_GREY
            case .rgb: CJPEG_ROWS_RGB
            case .bgrx: CJPEG_ROWS_BGRX
            }
        var settings = cjpeg_settings()
        settings.width = UInt32(rows.size.width)
        settings.height = UInt32(rows.size.height)
        settings.layout = Int32(layout)
        settings.quality = Int32(quality)
        settings.luma_h = Int32(chroma.horizontal)
        settings.luma_v = Int32(chroma.vertical)
        settings.progressive = progressive ? 1 : 0
        let (opened, message) = withMessage(CJPEG_MESSAGE_LENGTH) { cjpeg_create(path, &settings, $0) }
        guard let writer = opened else { throw PictureError.unwritten(path, message) }
        func check(_ body: (UnsafeMutablePointer<CChar>) -> Int32) throws {
            let (status, problem) = withMessage(CJPEG_MESSAGE_LENGTH, body)
            guard status == 0 else {
                cjpeg_abandon(writer)
                throw PictureError.unwritten(path, problem)
            }
        }
        for segment in segments {
            try check { message in
                segment.bytes.withUnsafeBufferPointer {
                    cjpeg_segment(writer, 0xE0 + Int32(segment.kind), $0.baseAddress, $0.count, message)
                }
            }
        }
        try check { message in
            rows.withMemory { cjpeg_write(writer, $0, rows.rowBytes, Int32(rows.size.height), message) }
        }
        let (end, last) = withMessage(CJPEG_MESSAGE_LENGTH) { cjpeg_finish(writer, $0) }
        guard end == 0 else { throw PictureError.unwritten(path, last) }
    }
}

extension PictureError {
    static func unwritten(_ path: String, _ reason: String) -> PictureError {
        PictureError(.io, "\(path) cannot be written: \(reason)")
    }
}
