/// How a picture is written.
public struct OutputSettings: Sendable, Hashable {
    /// 1 to 100, of JPEG and WebP; what is beyond counts as the nearest.
    public var quality: Int
    /// nil for full colour from quality 90 on, a quarter below. In WebP, which knows no other arrangement than 4:2:0, `full` asks
    /// for the slower conversion that keeps thin coloured lines sharp.
    public var chroma: ChromaSubsampling?
    /// What of the source's metadata goes along.
    public var metadata: PictureMetadata?

    public init(quality: Int = 90, chroma: ChromaSubsampling? = nil, metadata: PictureMetadata? = nil) {
        (self.quality, self.chroma, self.metadata) = (quality, chroma, metadata)
    }

    var usedQuality: Int { min(100, max(1, quality)) }
    var usedChroma: ChromaSubsampling { chroma ?? (usedQuality >= 90 ? .full : .quarter) }
}
