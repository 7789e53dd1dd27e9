import CWebP

/// Writes WebP files (lossy) of rows in 8 bit.
enum WebPEncoder {
    static func write(_ rows: PixelRows, path: String, quality: Int, chroma: ChromaSubsampling, metadata: PictureMetadata) throws
    {
        let coded = try encoded(rows, quality: quality, chroma: chroma, path: path)
        defer { withExtendedLifetime(coded) {} }
        if metadata.isEmpty {
            try FileOutput.write([coded.bytes], path: path)
            return
        }
        let (before, after) = WebPContainer.around(coded.bytes, size: rows.size, metadata: metadata)
        let picture = UnsafeRawBufferPointer(rebasing: coded.bytes[WebPContainer.headerLength...])
        try before.withUnsafeBytes { before in
            try after.withUnsafeBytes { after in try FileOutput.write([before, picture, after], path: path) }
        }
    }

    static func checkSize(_ size: PixelSize, path: String) throws {
        guard max(size.width, size.height) <= Int(WEBP_MAX_DIMENSION) else {
            throw PictureError(
                .unsupported,
                "\(path): a WebP file has at most \(WEBP_MAX_DIMENSION) pixels a side, not \(size.width) x \(size.height)")
        }
    }

    /// The lightest search that still packs well: each step more costs half again the time for a few per cent of the size.
    static func configuration(quality: Int, chroma: ChromaSubsampling) -> WebPConfig? {
        var configuration = WebPConfig()
        guard WebPConfigInit(&configuration) != 0 else { return nil }
        configuration.quality = Float(quality)
        configuration.method = 2
        configuration.thread_level = 1
        configuration.use_sharp_yuv = chroma == .full ? 1 : 0
        return configuration
    }

    /// Lays the rows into a picture of libwebp's, which takes them over into its own memory.
    static func load(_ rows: PixelRows, into picture: inout WebPPicture) -> Bool {
        picture.width = Int32(rows.size.width)
        picture.height = Int32(rows.size.height)
        return rows.withMemory { first in
            switch rows.layout {
            case .bgrx: WebPPictureImportBGRX(&picture, first, Int32(rows.rowBytes)) != 0
            default: WebPPictureImportRGB(&picture, first, Int32(rows.rowBytes)) != 0
            }
        }
    }

    private static func encoded(_ rows: PixelRows, quality: Int, chroma: ChromaSubsampling, path: String) throws -> WebPMemory {
        try checkSize(rows.size, path: path)
        var picture = WebPPicture()
        guard var configuration = configuration(quality: quality, chroma: chroma), WebPPictureInit(&picture) != 0 else {
            throw PictureError.unwritten(path, "libwebp is of another version")
        }
        defer { WebPPictureFree(&picture) }
        // Sharp conversion starts from RGB; otherwise the rows become YUV at once, which takes less memory.
        picture.use_argb = chroma == .full ? 1 : 0
        let memory = WebPMemory()
        guard load(rows, into: &picture) else { throw PictureError.unwritten(path, "no memory for the picture") }
        picture.writer = WebPMemoryWrite
        picture.custom_ptr = UnsafeMutableRawPointer(memory.writer)
        guard WebPEncode(&configuration, &picture) != 0 else {
            throw PictureError.unwritten(path, "WebP encoding fails (error \(picture.error_code.rawValue))")
        }
        return memory
    }
}

/// What libwebp has encoded, in its own memory.
final class WebPMemory {
    let writer = UnsafeMutablePointer<WebPMemoryWriter>.allocate(capacity: 1)

    init() {
        writer.initialize(to: WebPMemoryWriter())
        WebPMemoryWriterInit(writer)
    }

    deinit {
        WebPMemoryWriterClear(writer)
        writer.deallocate()
    }

    /// Valid as long as this.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: writer.pointee.mem, count: writer.pointee.size) }
}
