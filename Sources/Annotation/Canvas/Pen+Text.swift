import CCairo
import Foundation
import WCS

extension Pen {
    func draw(_ text: PlacedText) {
        let size = text.style.drawnSize
        let run = Typeface.shared.run(text.string, bold: text.style.bold)
        guard !run.glyphs.isEmpty, text.box.minX.isFinite, text.box.minY.isFinite, text.turnedBounds.overlaps(bounds) else { return }
        cairo_save(cairo)
        let centre = text.box.centre
        cairo_translate(cairo, centre.x, centre.y)
        cairo_rotate(cairo, text.angle * .pi / 180)
        cairo_translate(cairo, text.box.minX - centre.x + text.inset, text.box.minY - centre.y + text.baseline)
        if text.style.italic {
            var shear = cairo_matrix_t(xx: 1, yx: 0, xy: -Double(TextRun.slant), yy: 1, x0: 0, y0: 0)
            cairo_transform(cairo, &shear)
        }
        cairo_new_path(cairo)
        for glyph in run.glyphs { cairo.add(glyph.outline, x: Double(glyph.x) * size, y: Double(glyph.y) * size, size: size) }
        cairo_restore(cairo)
        if let halo = text.style.halo {
            source(halo)
            cairo_set_dash(cairo, nil, 0, 0)
            cairo_set_line_width(cairo, 2 * text.style.haloWidth)
            cairo_stroke_preserve(cairo)
        }
        source(text.style.colour)
        cairo_fill(cairo)
    }
}

extension OpaquePointer {
    /// Adds a glyph to the path of this cairo context.
    func add(_ outline: GlyphOutline, x left: Double, y base: Double, size: Double) {
        for step in outline.steps {
            switch step {
            case .move(let x, let y): cairo_move_to(self, left + Double(x) * size, base + Double(y) * size)
            case .line(let x, let y): cairo_line_to(self, left + Double(x) * size, base + Double(y) * size)
            case .curve(let a, let b, let c, let d, let e, let f):
                cairo_curve_to(
                    self, left + Double(a) * size, base + Double(b) * size, left + Double(c) * size, base + Double(d) * size,
                    left + Double(e) * size, base + Double(f) * size)
            case .close: cairo_close_path(self)
            }
        }
    }
}

extension PlacedText {
    /// The upright box round the text as it is turned.
    var turnedBounds: Box {
        guard angle != 0 else { return box }
        let radians = angle * .pi / 180
        let (c, s) = (abs(cos(radians)), abs(sin(radians)))
        return Box(centre: box.centre, width: box.width * c + box.height * s, height: box.width * s + box.height * c)
    }
}
