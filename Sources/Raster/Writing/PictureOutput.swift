/// Writes pictures in the format that is asked for, together with their metadata.
///
/// Every call makes the file anew and blocks; the caller sees to placing it atomically, and removes what an error leaves behind.
public enum PictureOutput {
    /// Writes a drawn picture: JPEG, PNG, TIFF, WebP, or a GIF with a palette of its own.
    ///
    /// The canvas is handed to the encoder as it lies in memory. Metadata is written as that of an upright picture of this size
    /// (`PictureMetadata.fitted(to:channels:)`).
    ///
    /// - Returns: what of the metadata the file could not take, in words.
    /// - Throws: `PictureError` where the format cannot hold such a picture, or the file system does not take it.
    @discardableResult
    public static func write(
        _ canvas: CanvasBuffer, to path: String, as format: OutputFormat, settings: OutputSettings = OutputSettings()
    ) throws -> [String] {
        guard format == .gif else { return try write(PixelRows(canvas), to: path, as: format, settings) }
        try GIFWriter.write([canvas], seconds: nil, path: path)
        return settings.metadata?.isEmpty == false ? ["all metadata, for which a GIF file has no room"] : []
    }

    /// Writes a picture in its own depth where the format has it: PNG in 8 or 16 bit (float becomes 16 bit), TIFF in any, the
    /// others in 8 bit.
    ///
    /// - Returns: what of the metadata the file could not take, in words.
    /// - Throws: `PictureError` where the format cannot hold such a picture, or the file system does not take it.
    @discardableResult
    public static func write(
        _ picture: PixelBuffer, to path: String, as format: OutputFormat, settings: OutputSettings = OutputSettings()
    ) throws -> [String] {
        switch format {
        case .tiff: try write(PixelRows(picture), to: path, as: format, settings)
        case .png:
            try write(PixelRows(picture.sample == .f32 ? picture.converted(to: .u16) : picture), to: path, as: format, settings)
        case .jpeg: try write(PixelRows(picture.converted(to: .u8)), to: path, as: format, settings)
        case .webp, .gif:
            try write(
                CanvasBuffer.showing(picture.converted(to: .u8), orientation: .up), to: path, as: format, settings: settings)
        }
    }

    private static func write(
        _ rows: PixelRows, to path: String, as format: OutputFormat, _ settings: OutputSettings
    ) throws -> [String] {
        let (quality, chroma) = (settings.usedQuality, settings.usedChroma)
        let fitted = (settings.metadata ?? PictureMetadata()).fitted(to: rows.size, channels: rows.channels)
        let metadata = fitted.metadata
        var leftOut = fitted.leftOut
        switch format {
        case .jpeg:
            let (segments, tooLarge) = JPEGSegments.segments(for: metadata)
            leftOut += tooLarge
            try JPEGEncoder.write(rows, path: path, quality: quality, chroma: chroma, segments: segments)
        case .png:
            try PNGEncoder.write(rows, path: path, chunks: PNGChunks.chunks(for: metadata))
        case .tiff:
            try TIFFEncoder.write(rows, path: path, orientation: 1)
            if !metadata.isEmpty { try TIFFAppendix.append(metadata, path: path) }
        case .webp:
            try WebPEncoder.write(rows, path: path, quality: quality, chroma: chroma, metadata: metadata)
        case .gif:
            throw PictureError(.unsupported, "\(path): GIF is written from a canvas")
        }
        return leftOut
    }
}
