import Annotation
import Foundation
import Pictures
public import Raster
import WCS

/// What an animation shows.
public struct BlinkReport: Sendable {
    public let size: PixelSize
    /// What stands in each frame, "" for nothing.
    public let labels: [String]
}

/// Cutouts of one position one after another, so that what moved or changed catches the eye.
public enum Blink {
    /// All frames are in memory together.
    private static let mostMegapixels = 75

    /// Writes the cutouts as an animation that runs for ever; .gif or .webp by the file's ending. Blocks.
    ///
    /// - Parameters:
    ///   - seconds: how long each is shown, 0.02 … 60.
    ///   - labels: see `frames`.
    /// - Throws: `CutoutError`, `PictureError`, `ImagingError`; nothing is written on an error.
    @discardableResult
    public static func write(
        cutouts: [String], to out: String, seconds: Double = 0.8, labels: [String]? = nil
    ) throws -> BlinkReport {
        guard let format = OutputFormat(fileExtension: URL(fileURLWithPath: out).pathExtension), format == .gif || format == .webp
        else { throw CutoutError(.unsupported, "a blink is written as .gif or .webp; \"\(out)\" ends in neither") }
        guard seconds.isFinite, (0.02...60).contains(seconds) else {
            throw CutoutError(.badRequest, "\(seconds) seconds a frame cannot be shown: it is 0.02 to 60")
        }
        let blink = try Self.frames(cutouts: cutouts, labels: labels)
        try OutputFiles.whole { files in
            try files.add(out) { try AnimatedPicture.write(frames: blink.frames, seconds: seconds, to: $0, as: format) }
        }
        return BlinkReport(size: blink.frames[0].size, labels: blink.labels)
    }

    /// The cutouts as pictures for the eye, in the order given, each with its label in the lower left corner. Blocks.
    ///
    /// - Parameters:
    ///   - labels: one for each cutout, an empty one for none; nil: the dates that the files tell.
    /// - Throws: `CutoutError` where there are fewer than two, or they are not all of one size; `PictureError`.
    public static func frames(cutouts: [String], labels: [String]? = nil) throws -> (frames: [CanvasBuffer], labels: [String]) {
        guard cutouts.count >= 2 else {
            throw CutoutError(.badRequest, "a blink needs at least two cutouts; there \(cutouts.isEmpty ? "are none" : "is one")")
        }
        if let labels, labels.count != cutouts.count {
            throw CutoutError(.badRequest, "\(labels.count) labels do not fit \(cutouts.count) cutouts")
        }
        let facts = try cutouts.map { try PictureFile.facts(path: $0) }
        let size = facts[0].uprightSize
        if let other = facts.firstIndex(where: { $0.uprightSize != size }) {
            throw CutoutError(
                .mismatch,
                "the cutouts of a blink are of one size: \(name(cutouts[0])) has \(size.width) x \(size.height) pixels, "
                    + "\(name(cutouts[other])) \(facts[other].uprightSize.width) x \(facts[other].uprightSize.height)")
        }
        guard size.pixels * cutouts.count <= mostMegapixels * 1_000_000 else {
            throw CutoutError(
                .badRequest,
                "\(cutouts.count) cutouts of \(size.width) x \(size.height) pixels are more than \(mostMegapixels) megapixels together")
        }
        let shown = labels ?? facts.map { $0.capture.dateLabel ?? "" }
        let frames = try cutouts.indices.map { index in
            let canvas = try PictureFile.canvas(path: cutouts[index], facts: facts[index])
            if !shown[index].isEmpty { write(shown[index], on: canvas) }
            return canvas
        }
        return (frames, shown)
    }

    private static func write(_ label: String, on canvas: CanvasBuffer) {
        let side = Double(min(canvas.width, canvas.height))
        let style = TextStyle(size: max(9, side / 30), colour: .white)
        let metrics = PangoMeasure().metrics(of: label, style: style)
        let margin = side / 60
        let top = Double(canvas.height) - 0.5 - margin - metrics.height
        let box = Box(minX: margin - 0.5, minY: top, maxX: margin - 0.5 + metrics.width, maxY: top + metrics.height)
        let text = PlacedText(label, style: style, box: box, inset: metrics.inset, baseline: metrics.baseline)
        Canvas.draw(Drawing(size: canvas.size, layers: [Layer(.info, texts: [text])]), onto: canvas)
    }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
