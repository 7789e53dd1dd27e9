import CPNG

/// Writes PNG files of rows in 8 or 16 bit, straight from where they lie.
enum PNGEncoder {
    struct Chunk {
        /// Four letters.
        var name: String
        var bytes: [UInt8]
    }

    /// - Parameter fast: one filter for all rows and no search for repetitions, which pictures of the sky do not have.
    static func write(
        _ rows: PixelRows, path: String, interlaced: Bool = false, fast: Bool = true, chunks: [Chunk] = []
    ) throws {
        var settings = cpng_settings()
        settings.width = UInt32(rows.size.width)
        settings.height = UInt32(rows.size.height)
        settings.channels = Int32(rows.channels)
        settings.depth = Int32(rows.sample.bytes * 8)
        settings.interlaced = interlaced ? 1 : 0
        settings.fast = fast ? 1 : 0
        let (opened, message) = withMessage(CPNG_MESSAGE_LENGTH) { cpng_create(path, &settings, $0) }
        guard let writer = opened else { throw PictureError.unwritten(path, message) }
        func check(_ body: (UnsafeMutablePointer<CChar>) -> Int32) throws {
            let (status, problem) = withMessage(CPNG_MESSAGE_LENGTH, body)
            guard status == 0 else {
                cpng_abandon(writer)
                throw PictureError.unwritten(path, problem)
            }
        }
        for chunk in chunks {
            try check { message in
                chunk.bytes.withUnsafeBufferPointer { cpng_chunk(writer, chunk.name, $0.baseAddress, $0.count, message) }
            }
        }
        try check { message in
            rows.withMemory { cpng_write(writer, $0, rows.rowBytes, UInt32(rows.size.height), message) }
        }
        let (end, last) = withMessage(CPNG_MESSAGE_LENGTH) { cpng_finish(writer, $0) }
        guard end == 0 else { throw PictureError.unwritten(path, last) }
    }
}
