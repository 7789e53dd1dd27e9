/// Reads JPEG, PNG, TIFF, WebP and camera raw files. All calls block.
public enum RasterReader {
    /// The kind of picture by the file's content, never by its name; nil for what is none.
    ///
    /// FITS is recognised too (plain, compressed by tiles, or gzipped), though it is not read here.
    public static func sniff(path: String) throws -> PictureFormat? {
        try naming(path) { try Sniffer.kind(of: FileBytes(path: path))?.format }
    }

    /// What the headers say, without decoding pixels.
    ///
    /// - Throws: `PictureError`; `.tooLarge` when the headers give more pixels than the limit.
    public static func facts(path: String, format: PictureFormat, limitMegapixels: Int = 400) throws -> PictureFacts {
        try naming(path) {
            switch format {
            case .jpeg: try JPEGFile.facts(path: path, limitMegapixels: limitMegapixels)
            case .png: try PNGFile.facts(path: path, limitMegapixels: limitMegapixels)
            case .tiff: try TIFFFile.facts(path: path, limitMegapixels: limitMegapixels)
            case .raw: try RawFile.facts(path: path, limitMegapixels: limitMegapixels)
            case .webp: try WebPFile.facts(path: path, limitMegapixels: limitMegapixels)
            case .fits: throw PictureError(.unsupported, "is a FITS file, which is read elsewhere")
            }
        }
    }

    /// Walks the structure of the file to its end without decoding pixels.
    ///
    /// - Throws: `PictureError` `.truncated` when a part that the structure asks for is missing, `.damaged` when the
    ///   structure contradicts itself. Damage within the coded pixels is not found here.
    public static func checkComplete(path: String, facts: PictureFacts) throws {
        try naming(path) {
            let file = try FileBytes(path: path)
            switch facts.format {
            case .jpeg: try JPEGStructure.check(file)
            case .png: _ = try PNGStructure(file, wholeFile: true)
            case .tiff: try TIFFStructure(file).checkComplete()
            case .raw: try RawFile.checkComplete(file, path: path)
            case .webp: try WebPFile.checkComplete(file)
            case .fits: throw PictureError(.unsupported, "is a FITS file, which is read elsewhere")
            }
        }
    }

    /// The pixels as stored: the orientation is not applied, alpha is laid over black, CMYK and palettes become RGB, and
    /// grey stays one channel. Camera raw becomes linear RGB of 16 bit.
    ///
    /// - Parameters:
    ///   - reduceBy: 1, 2, 4 or 8. JPEG does it while decoding, the others average blocks.
    ///   - sample: another type than the file's, see `PixelBuffer.converted(to:)`.
    /// - Throws: `PictureError` `.damaged` or `.truncated` when nothing useful comes out. Lesser damage is counted
    ///   in `PixelBuffer.warnings`.
    public static func decode(
        path: String, facts: PictureFacts, reduceBy factor: Int = 1, to sample: SampleType? = nil
    ) throws -> PixelBuffer {
        let picture = try decode(path: path, facts: facts, reduceBy: factor, grey: false)
        return sample.map { picture.converted(to: $0) } ?? picture
    }

    /// Brightness alone, as stored, one channel in the file's own sample type; cheaper than decoding all colours.
    public static func decodeLuminance(path: String, facts: PictureFacts, reduceBy factor: Int = 1) throws -> PixelBuffer {
        try decode(path: path, facts: facts, reduceBy: factor, grey: true).luminance()
    }

    /// A picture of 8 bit decoded straight into a canvas, upright; nil for one of another kind.
    package static func canvas(path: String, facts: PictureFacts) throws -> CanvasBuffer? {
        try naming(path) {
            switch facts.format {
            case .jpeg: try JPEGFile.reader(path: path, facts: facts).canvas(orientation: facts.orientation)
            case .png: try PNGFile.canvas(path: path, facts: facts)
            case .tiff: try TIFFFile.canvas(path: path, facts: facts)
            case .webp: try WebPFile.canvas(path: path, facts: facts)
            case .raw, .fits: nil
            }
        }
    }

    /// A part of the picture as stored, with as little as possible decoded of what is around it.
    ///
    /// - Parameters:
    ///   - region: lies within the picture.
    ///   - reduceBy: 1; for JPEG 2, 4 or 8 too, where the region begins at multiples of it and ends at such or at the picture's end.
    package static func decode(path: String, facts: PictureFacts, region: PixelRegion, reduceBy factor: Int) throws -> PixelBuffer {
        try naming(path) {
            guard region.lies(within: facts.size) else {
                throw PictureError(.unsupported, "the part that is asked for does not lie within the picture")
            }
            return switch facts.format {
            case .jpeg: try JPEGFile.reader(path: path, facts: facts).decode(region, reduceBy: factor)
            case .png: try PNGFile.decode(path: path, facts: facts, .part(region))
            case .tiff: try TIFFFile.decode(path: path, facts: facts, .part(region))
            case .raw: try RawFile.decode(path: path, facts: facts, reduceBy: 1).cut(to: .part(region))
            case .webp: try WebPFile.decode(path: path, facts: facts, .part(region))
            case .fits: throw PictureError(.unsupported, "is a FITS file, which is read elsewhere")
            }
        }
    }

    private static func decode(path: String, facts: PictureFacts, reduceBy factor: Int, grey: Bool) throws -> PixelBuffer {
        guard [1, 2, 4, 8].contains(factor) else {
            throw PictureError(.unsupported, "pictures are reduced by 1, 2, 4 or 8, not by \(factor)")
        }
        return try naming(path) {
            switch facts.format {
            case .jpeg: try JPEGFile.decode(path: path, facts: facts, reduceBy: factor, grey: grey)
            case .png: try PNGFile.decode(path: path, facts: facts, .whole(reducedBy: factor))
            case .tiff: try TIFFFile.decode(path: path, facts: facts, .whole(reducedBy: factor))
            case .raw: try RawFile.decode(path: path, facts: facts, reduceBy: factor)
            case .webp: try WebPFile.decode(path: path, facts: facts, .whole(reducedBy: factor))
            case .fits: throw PictureError(.unsupported, "is a FITS file, which is read elsewhere")
            }
        }
    }

    /// Puts the file's name before the message of an error.
    static func naming<R>(_ path: String, _ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch let error as PictureError {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            throw PictureError(error.code, "\(name): \(error.message)")
        }
    }
}
