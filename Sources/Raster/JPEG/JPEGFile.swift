import CJPEG

/// Facts and pixels of JPEG files.
enum JPEGFile {
    static func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        let reader = try JPEGReader(path: path)
        try PictureError.check(reader.size, limitMegapixels: limitMegapixels)
        guard reader.info.output_channels > 0 else {
            throw PictureError(.unsupported, "the JPEG file has \(reader.info.components) components of unknown colours")
        }
        let exif = reader.exif.flatMap { EXIFBlock($0) }
        return PictureFacts(
            format: .jpeg, size: reader.size, channels: Int(reader.info.components), bitsPerSample: 8,
            orientation: exif?.orientation ?? .up, capture: exif.map { CaptureFacts(exif: $0) } ?? CaptureFacts(),
            fileExtension: "jpg")
    }

    static func decode(path: String, facts: PictureFacts, reduceBy factor: Int, grey: Bool) throws -> PixelBuffer {
        try reader(path: path, facts: facts).decode(reduceBy: factor, grey: grey)
    }

    /// Opened and found to be of the size that was looked at before.
    static func reader(path: String, facts: PictureFacts) throws -> JPEGReader {
        let reader = try JPEGReader(path: path)
        guard reader.size == facts.size else { throw PictureError(.damaged, "the file changed while it was read") }
        try checkPlausible(facts.size, fileBytes: FileBytes(path: path).count)
        return reader
    }

    /// Each block of at most 16 x 16 pixels takes a bit at least; a header that claims far more lies, and believing it
    /// would cost memory for all the pixels it claims.
    private static func checkPlausible(_ size: PixelSize, fileBytes: Int) throws {
        guard size.pixels / 2048 <= fileBytes else {
            throw PictureError(.truncated, "\(fileBytes) bytes cannot hold \(size.width) x \(size.height) JPEG pixels")
        }
    }
}
