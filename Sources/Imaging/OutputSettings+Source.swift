import Pictures
import Raster
import WCS

extension OutputSettings {
    /// As good as the source, with what came along with its pixels, and the WCS of the picture that is written.
    ///
    /// - Parameter isStretched: the brightness is another than the source's; its colour profile would not tell it any more.
    static func keeping(
        _ picture: String, _ facts: PictureFacts, _ wcs: WCS, as format: OutputFormat, isStretched: Bool = false
    ) throws -> OutputSettings {
        var metadata = try PictureMetadata.read(path: picture, format: facts.format)
        if isStretched { metadata.icc = nil }
        metadata.xmp = try AVM.packet(wcs, merging: metadata.xmp, limit: format == .jpeg ? 65_502 : nil)
        let coding = facts.format == .jpeg ? try JPEGCoding.read(path: picture) : nil
        let chroma = coding.map { ChromaSubsampling(horizontal: $0.horizontal, vertical: $0.vertical) }
        return OutputSettings(quality: coding?.quality ?? 92, chroma: chroma, metadata: metadata)
    }
}
