import CTIFF

/// Facts and pixels of TIFF files.
enum TIFFFile {
    static func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        let reader = try TIFFReader(path: path)
        try PictureError.check(reader.size, limitMegapixels: limitMegapixels)
        let tags = TIFFTags(TIFFStructure(try FileBytes(path: path)))
        return PictureFacts(
            format: .tiff, size: reader.size, channels: Int(reader.info.channels), bitsPerSample: Int(reader.info.bits),
            isFloat: reader.info.format == 3, orientation: tags?.orientation ?? .up,
            capture: tags.map { CaptureFacts(exif: $0) } ?? CaptureFacts(), fileExtension: "tif")
    }

    static func decode(path: String, facts: PictureFacts, _ extent: Extent) throws -> PixelBuffer {
        let reader = try TIFFReader(path: path)
        guard reader.size == facts.size else { throw PictureError(.damaged, "the file changed while it was read") }
        let info = reader.info
        if info.convert != 0 { return try reader.convertedByLibrary().cut(to: extent) }
        if case .part(let region) = extent { reader.want(columns: region.x..<region.x + region.width) }
        // Planes stored apart are read one after another; jumping between them would unpack each strip again and again.
        let isApart = info.planar == 2 && info.channels > 1
        switch TIFFPixels.sample(bits: Int(info.bits), format: Int(info.format)) {
        case .u8: return try decode(reader, UInt8.self, isApart, extent)
        case .u16: return try decode(reader, UInt16.self, isApart, extent)
        case .f32: return try decode(reader, Float.self, isApart, extent)
        }
    }

    /// Nil where the file has more than 8 bit, or cannot be read row by row.
    static func canvas(path: String, facts: PictureFacts) throws -> CanvasBuffer? {
        let reader = try TIFFReader(path: path)
        let info = reader.info
        guard reader.size == facts.size else { throw PictureError(.damaged, "the file changed while it was read") }
        let isEightBit = TIFFPixels.sample(bits: Int(info.bits), format: Int(info.format)) == .u8
        guard isEightBit, info.convert == 0, info.planar != 2 || info.channels == 1 else { return nil }
        return try TIFFRows<UInt8>(reader, plane: nil).canvas(orientation: facts.orientation)
    }

    private static func decode<Sample: PixelSample>(
        _ reader: TIFFReader, _: Sample.Type, _ isApart: Bool, _ extent: Extent
    ) throws -> PixelBuffer {
        guard isApart else { return try TIFFRows<Sample>(reader, plane: nil).decode(extent) }
        let colours = reader.info.channels >= 3 && reader.info.photometric == 2 ? 3 : 1
        let hasAlpha = reader.info.extra_is_alpha == 2 && Int(reader.info.channels) == colours + 1
        guard colours > 1 || hasAlpha else { return try TIFFRows<Sample>(reader, plane: 0).decode(extent) }
        let alpha = hasAlpha ? try TIFFRows<Sample>(reader, plane: colours).decode(extent) : nil
        let out = PixelBuffer(size: extent.size(of: reader.size), channels: colours, sample: Sample.type)
        let target = out.rowPointer(0).assumingMemoryBound(to: Sample.self)
        for channel in 0..<colours {
            let plane = try TIFFRows<Sample>(reader, plane: channel).decode(extent)
            let source = plane.rowPointer(0).assumingMemoryBound(to: Sample.self)
            if let cover = alpha?.rowPointer(0).assumingMemoryBound(to: Sample.self) {
                for i in 0..<out.size.pixels {
                    target[colours * i + channel] = Sample(nearest: source[i].asFloat * cover[i].asFloat / Sample.fullScale)
                }
            } else {
                for i in 0..<out.size.pixels { target[colours * i + channel] = source[i] }
            }
            out.warnings += plane.warnings
        }
        return out
    }
}
