import Foundation
public import Raster
public import WCS

/// Brings a picture onto the pixels of another WCS.
///
/// Where the new pixels are finer, a cubic interpolates; where they are coarser, it averages over the area that a new pixel covers
/// (blocks of whole pixels first, which decoders can make). What would be darker than the darkest pixel taking part is
/// held at that: there are no dark rings about stars.
public struct Resampler: Sendable {
    /// Of the source picture, upright; FITS rows in the file's order.
    public let sourceSize: PixelSize
    public let targetSize: PixelSize
    /// Source pixels for one pixel of the target, along one axis: the median over the target.
    public let ratio: Double
    /// The part of the source that is needed; nil where nothing of it falls on the target.
    public let region: PixelRegion?
    let map: PixelMap

    /// - Throws: `WCSError`.
    public init(from source: WCS, to target: WCS) throws {
        map = try PixelMap(from: source, to: target)
        sourceSize = PixelSize(width: source.width, height: source.height)
        targetSize = PixelSize(width: target.width, height: target.height)
        let ratios = map.tiles.compactMap(\.steps).map { abs($0.alongX.x * $0.alongY.y - $0.alongX.y * $0.alongY.x).squareRoot() }
            .filter(\.isFinite).sorted()
        ratio = ratios.isEmpty ? source.pixelScale > 0 ? target.pixelScale / source.pixelScale : 1 : ratios[ratios.count / 2]
        // The kernel reaches two target pixels far, and blocks of pixels must not be cut.
        let margin = 3 * max(1, ratio) + 16
        let reached = map.tiles.compactMap(\.bounds).flatMap {
            [PixelPoint(x: $0.minX, y: $0.minY), PixelPoint(x: $0.maxX, y: $0.maxY)]
        }
        region = Box.spanning(reached).flatMap { [sourceSize] in Self.region($0.grown(by: margin), within: sourceSize) }
    }

    /// By how much the decoder may reduce the source without loss: 1, 2, 4 or 8.
    public var decoderReduction: Int { [8, 4, 2].first { Double($0) <= ratio } ?? 1 }

    /// - Parameters:
    ///   - source: the samples of `region`, or of a larger part of the picture.
    ///   - region: the full pixels that `source` shows; its first pixel covers the first `reduction` of them along each axis.
    ///   - reduction: full pixels for one pixel of `source`.
    ///   - blank: what float pixels become that the source does not show; whole-number ones become 0.
    ///   - threads: how many work at once. Blocks.
    /// - Returns: the picture in the source's own sample type, and how much of its area the source shows, 0 … 1.
    public func picture(
        from source: PixelBuffer, showing region: PixelRegion, reducedBy reduction: Int = 1, blank: Float = 0, threads: Int = 1
    ) -> (picture: PixelBuffer, coverage: Double) {
        let further = max(1, Int(ratio) / reduction)
        let small = source.boxReduced(by: further)
        let out = PixelBuffer(size: targetSize, channels: source.channels, sample: source.sample)
        let work = Resampling(
            source: .picture(small), map: map, origin: PixelPoint(x: Double(region.x), y: Double(region.y)),
            reduction: Double(reduction * further))
        let (bytes, channels) = (out.bytes, source.channels)
        let coverage =
            switch source.sample {
            case .u8: work.run(into: PixelTarget<UInt8>(bytes, targetSize, channels, channels), threads: threads)
            case .u16: work.run(into: PixelTarget<UInt16>(bytes, targetSize, channels, channels), threads: threads)
            case .f32: work.run(into: PixelTarget<Float>(bytes, targetSize, channels, channels, blank), threads: threads)
            }
        return (out, coverage)
    }

    /// The whole picture as a canvas.
    ///
    /// - Returns: the canvas, black where the source shows nothing, and how much of its area the source shows, 0 … 1.
    public func canvas(from source: CanvasBuffer, threads: Int = 1) -> (canvas: CanvasBuffer, coverage: Double) {
        let out = CanvasBuffer(size: targetSize)
        let work = Resampling(source: .canvas(source), map: map, origin: PixelPoint(x: 0, y: 0), reduction: 1)
        return (out, work.run(into: PixelTarget<UInt8>(out.bytes, targetSize, 3, 4), threads: threads))
    }

    private static func region(_ box: Box, within size: PixelSize) -> PixelRegion? {
        let held = { (value: Double) in Int(min(1e8, max(-1e8, value))) }
        let (x, y) = (held(box.minX.rounded(.down)), held(box.minY.rounded(.down)))
        return PixelRegion(x: x, y: y, width: held(box.maxX.rounded(.up)) - x + 1, height: held(box.maxY.rounded(.up)) - y + 1)
            .within(size)
    }
}
