import CWebP

/// Facts and pixels of WebP files that hold one picture.
enum WebPFile {
    /// libwebp takes the whole file from memory; the largest picture of the format is far smaller than this.
    private static let fileBytesMax = 1 << 30

    static func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        let file = try FileBytes(path: path)
        let features = try features(of: content(of: file))
        try PictureError.check(features.size, limitMegapixels: limitMegapixels)
        let exif = try WebPContainer.metadata(of: file).exif.flatMap { EXIFBlock(EXIFBlock.prefix + $0) }
        return PictureFacts(
            format: .webp, size: features.size, channels: features.hasAlpha ? 4 : 3, bitsPerSample: 8,
            orientation: exif?.orientation ?? .up, capture: exif.map { CaptureFacts(exif: $0) } ?? CaptureFacts(),
            fileExtension: "webp")
    }

    /// The file is as long as its header says.
    static func checkComplete(_ file: FileBytes) throws {
        let head = try file.exactly(8, at: 0, "its header")
        let length = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= file.count - 8 else { throw PictureError(.truncated, "the WebP file is shorter than its header says") }
    }

    static func decode(path: String, facts: PictureFacts, _ extent: Extent) throws -> PixelBuffer {
        let content = try content(of: FileBytes(path: path))
        let features = try features(of: content)
        guard features.size == facts.size else { throw PictureError(.damaged, "the file changed while it was read") }
        let out = PixelBuffer(size: features.size, channels: 3, sample: .u8)
        guard features.hasAlpha else {
            try decode(content, into: out.bytes, rowBytes: out.rowBytes, as: MODE_RGB)
            return out.cut(to: extent)
        }
        // Colours multiplied by their alpha, which is what lying over black means.
        let canvas = try canvas(content, features.size, hasAlpha: true)
        withExtendedLifetime(canvas) {
            for y in 0..<out.height {
                let (row, source) = (out.rowPointer(y).assumingMemoryBound(to: UInt8.self), canvas.rowPointer(y))
                for x in 0..<out.width {
                    for channel in 0..<3 { row[3 * x + channel] = source[4 * x + 2 - channel] }
                }
            }
        }
        return out.cut(to: extent)
    }

    static func canvas(path: String, facts: PictureFacts) throws -> CanvasBuffer? {
        // libwebp hands out the whole picture; one that is to be turned goes through another buffer.
        guard facts.orientation == .up else { return nil }
        let content = try content(of: FileBytes(path: path))
        let features = try features(of: content)
        guard features.size == facts.size else { throw PictureError(.damaged, "the file changed while it was read") }
        return try canvas(content, features.size, hasAlpha: features.hasAlpha)
    }

    private static func canvas(_ content: [UInt8], _ size: PixelSize, hasAlpha: Bool) throws -> CanvasBuffer {
        let canvas = CanvasBuffer(size: size)
        try decode(content, into: canvas.bytes, rowBytes: canvas.rowBytes, as: hasAlpha ? MODE_bgrA : MODE_BGRA)
        return canvas
    }

    private static func decode(
        _ content: [UInt8], into memory: UnsafeMutableRawBufferPointer, rowBytes: Int, as mode: WEBP_CSP_MODE
    ) throws {
        var configuration = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&configuration) != 0 else {
            throw PictureError(.unsupported, "WebP: libwebp is of another version")
        }
        configuration.output.colorspace = mode
        configuration.output.is_external_memory = 1
        configuration.output.u.RGBA.rgba = memory.bindMemory(to: UInt8.self).baseAddress
        configuration.output.u.RGBA.stride = Int32(rowBytes)
        configuration.output.u.RGBA.size = memory.count
        let status = content.withUnsafeBufferPointer { WebPDecode($0.baseAddress, $0.count, &configuration) }
        WebPFreeDecBuffer(&configuration.output)
        switch status {
        case VP8_STATUS_OK: return
        case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED:
            throw PictureError(.truncated, "the WebP file ends within its picture")
        default: throw PictureError(.damaged, "the WebP data cannot be decoded")
        }
    }

    private static func content(of file: FileBytes) throws -> [UInt8] {
        guard file.count <= fileBytesMax else {
            throw PictureError(.tooLarge, "a WebP file of more than \(fileBytesMax >> 20) MB")
        }
        return try file.bytes(at: 0, count: file.count)
    }

    private static func features(of content: [UInt8]) throws -> (size: PixelSize, hasAlpha: Bool) {
        var features = WebPBitstreamFeatures()
        let status = content.withUnsafeBufferPointer { WebPGetFeatures($0.baseAddress, $0.count, &features) }
        guard status == VP8_STATUS_OK else {
            throw PictureError(
                status == VP8_STATUS_NOT_ENOUGH_DATA ? .truncated : .damaged, "the WebP header cannot be read")
        }
        guard features.has_animation == 0 else { throw PictureError(.unsupported, "a WebP file that is an animation") }
        return (PixelSize(width: Int(features.width), height: Int(features.height)), features.has_alpha != 0)
    }
}
