import Foundation
public import Raster
import Sky
public import WCS

/// A whole picture turned so that north is up and east left at its centre.
public enum NorthUp {
    /// Beyond this distance from the centre a tangential projection stretches the sky too much; it is ZEA (equal areas) then.
    private static let widestTangential = 45.0
    /// Pixels of the turned picture for one of the original; a picture turned by 45° needs up to 2.1 with its empty corners.
    private static let largestGrowth = 3.0

    /// The pixels of the turned picture: the scale that the original has at its centre, and room for all its corners.
    ///
    /// The picture becomes coarser where it would have more than 3 times the original's pixels.
    /// - Parameter wcs: of the upright picture as it is shown, row 0 at the top.
    /// - Throws: `WCSError`.
    public static func plan(_ wcs: WCS) throws -> WCS {
        let projection = wcs.radius <= widestTangential ? "TAN" : "ZEA"
        let origin = PixelPoint(x: 0, y: 0)
        let draft = try WCS.northUp(
            projection, centre: wcs.centre, scale: wcs.pixelScale / 3600, at: origin, size: PixelSize(width: 1, height: 1))
        let shown = try wcs.sky(outline(wcs)).compactMap { $0 }
        guard let box = Box.spanning(try draft.pixels(shown).compactMap { $0 }) else {
            throw WCSError("the WCS reaches no edge of the picture")
        }
        let largest = largestGrowth * Double(wcs.width) * Double(wcs.height) + 1e4
        let shrink = min(1, (largest / ((box.width + 2) * (box.height + 2))).squareRoot())
        // Half a pixel each way, as the outline runs along the outer edges of pixels.
        let left = (box.minX * shrink - 0.5).rounded(.down), top = (box.minY * shrink - 0.5).rounded(.down)
        let size = PixelSize(
            width: max(1, Int((box.maxX * shrink + 0.5).rounded(.up) - left)),
            height: max(1, Int((box.maxY * shrink + 0.5).rounded(.up) - top)))
        return try WCS.northUp(
            projection, centre: wcs.centre, scale: wcs.pixelScale / 3600 / shrink, at: PixelPoint(x: -left, y: -top), size: size)
    }

    /// The picture on the pixels of `plan`; black where it shows nothing. Blocks, on all processors.
    ///
    /// - Throws: `WCSError`; also where the canvas is not of the size that `source` is for.
    public static func apply(_ canvas: CanvasBuffer, from source: WCS, to target: WCS) throws -> CanvasBuffer {
        guard canvas.width == source.width, canvas.height == source.height else {
            throw WCSError(
                "the WCS is for a picture of \(source.width) x \(source.height) pixels, not of \(canvas.width) x \(canvas.height)")
        }
        let threads = min(16, ProcessInfo.processInfo.activeProcessorCount)
        return try Resampler(from: source, to: target).canvas(from: canvas, threads: threads).canvas
    }

    /// The edges closely, and the inside coarsely for pictures whose edges show no sky or that hold a pole.
    private static func outline(_ wcs: WCS) -> [PixelPoint] {
        let (width, height) = (Double(wcs.width), Double(wcs.height))
        func point(_ u: Double, _ v: Double) -> PixelPoint { PixelPoint(x: u * width - 0.5, y: v * height - 0.5) }
        let edges = (0...128).map { Double($0) / 128 }.flatMap { [point($0, 0), point($0, 1), point(0, $0), point(1, $0)] }
        return edges + (1..<32).flatMap { v in (1..<32).map { u in point(Double(u) / 32, Double(v) / 32) } }
    }
}
