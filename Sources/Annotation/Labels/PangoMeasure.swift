/// Tells how large a text will be, by the same glyphs that `Canvas` draws. For any thread.
public struct PangoMeasure: TextMeasure, Sendable {
    public init() {}

    /// Why the letters are not those of DejaVu Sans, where that font is not installed; they are another font's then.
    public static var complaint: String? { Typeface.shared.complaint }

    public func metrics(of string: String, style: TextStyle) -> TextMetrics {
        let size = style.drawnSize
        let run = Typeface.shared.run(string, style)
        let ink = run.ink
        // Labels of one size have one height, unless something stands out of it.
        let top = max(0.74, -ink.minY)
        let bottom = max(0.02, ink.maxY)
        let left = max(0, -ink.minX + (style.italic ? TextRun.slant * max(0, ink.maxY) : 0))
        let right = max(run.advance, ink.maxX + (style.italic ? TextRun.slant * max(0, -ink.minY) : 0))
        // Half a pixel for smooth edges and glyphs placed on quarter pixels.
        let margin = style.haloWidth + 0.5
        return TextMetrics(
            width: Double(left + right) * size + 2 * margin, height: Double(top + bottom) * size + 2 * margin,
            inset: Double(left) * size + margin, baseline: Double(top) * size + margin)
    }
}

extension TextStyle {
    /// The size within what can be drawn; nonsense counts as the least.
    var drawnSize: Double { size.isFinite ? min(4000, max(1, size)) : 1 }

    /// How far the halo reaches out of the letters, pixels.
    var haloWidth: Double { halo == nil ? 0 : max(1, drawnSize * 0.11) }
}
