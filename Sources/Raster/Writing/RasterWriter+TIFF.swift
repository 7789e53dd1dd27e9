extension RasterWriter {
    public enum TIFFCompression: Sendable {
        case none, lzw, deflate
    }

    /// Writes a TIFF file of the picture's own sample type.
    ///
    /// - Parameters:
    ///   - orientation: 1 to 8, written as a tag; the pixels stay as they are.
    ///   - planar: one plane after another instead of whole pixels.
    ///   - tileSide: the side of square tiles, a multiple of 16; nil for strips.
    public static func tiff(
        _ picture: PixelBuffer, path: String, orientation: Int? = nil, compression: TIFFCompression = .none,
        planar: Bool = false, tileSide: Int? = nil
    ) throws {
        try TIFFEncoder.write(
            PixelRows(picture), path: path, compression: compression, planar: planar, tileSide: tileSide,
            orientation: orientation)
    }
}
