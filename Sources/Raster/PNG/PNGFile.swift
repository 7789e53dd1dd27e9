import CPNG

/// Facts and pixels of PNG files.
enum PNGFile {
    static func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        let structure = try PNGStructure(FileBytes(path: path), wholeFile: false)
        let header = structure.header
        try PictureError.check(header.size, limitMegapixels: limitMegapixels)
        let exif = structure.exif.flatMap { EXIFBlock(EXIFBlock.prefix + $0) }
        return PictureFacts(
            format: .png, size: header.size, channels: header.channels, bitsPerSample: header.depth,
            orientation: exif?.orientation ?? .up, capture: exif.map { CaptureFacts(exif: $0) } ?? CaptureFacts(),
            fileExtension: "png")
    }

    static func decode(path: String, facts: PictureFacts, _ extent: Extent) throws -> PixelBuffer {
        let (opened, info) = try open(path: path, facts: facts)
        return info.depth == 16
            ? try decode(PNGReader<UInt16>(opened, info), info, extent)
            : try decode(PNGReader<UInt8>(opened, info), info, extent)
    }

    /// Nil where the file has more than 8 bit.
    static func canvas(path: String, facts: PictureFacts) throws -> CanvasBuffer? {
        guard facts.bitsPerSample <= 8 else { return nil }
        let (opened, info) = try open(path: path, facts: facts)
        let reader = PNGReader<UInt8>(opened, info)
        return info.depth == 8 ? try reader.canvas(orientation: facts.orientation) : nil
    }

    /// Opened and found to be of the size that was looked at before.
    private static func open(path: String, facts: PictureFacts) throws -> (OpaquePointer, cpng_info) {
        let file = try FileBytes(path: path)
        // Deflate makes at most 1032 bytes of one; a header that claims more lies, and believing it would cost memory.
        guard try PNGStructure.header(of: file).pixelBytes <= (file.count + 64) * 1040 else {
            throw PictureError(
                .truncated, "\(file.count) bytes cannot hold \(facts.size.width) x \(facts.size.height) PNG pixels")
        }
        var info = cpng_info()
        let (opened, message) = withMessage(CPNG_MESSAGE_LENGTH) { cpng_open(path, &info, $0) }
        guard let opened else { throw PictureError(.damaged, "the PNG header: \(message)") }
        guard Int(info.width) == facts.size.width, Int(info.height) == facts.size.height else {
            cpng_close(opened)
            throw PictureError(.damaged, "the file changed while it was read")
        }
        return (opened, info)
    }

    /// The rows of an interlaced picture come all at once, so they are best put where they belong.
    private static func decode<Sample>(_ reader: PNGReader<Sample>, _ info: cpng_info, _ extent: Extent) throws -> PixelBuffer {
        if info.interlaced != 0, case .whole(reducedBy: 1) = extent { return try reader.decodeWhole() }
        return try reader.decode(extent)
    }
}
