import CCairo
import Foundation
import WCS

/// Turned text and giant letters: as outlines, in pixels of the picture.
struct LetterPaths {
    let steps: [GlyphOutline.Step]
    let colour: Colour
    let halo: Colour?
    let haloWidth: Double
    let rows: ClosedRange<Double>

    init(_ text: PlacedText, _ run: TextRun) {
        let (style, size, centre) = (text.style, text.style.drawnSize, text.box.centre)
        (colour, halo, haloWidth) = (style.colour, style.halo, style.haloWidth)
        let (c, s) = (cos(text.angle * .pi / 180), sin(text.angle * .pi / 180))
        let slant = style.italic ? Double(TextRun.slant) : 0
        var (low, high) = (Double.infinity, -Double.infinity)
        var steps: [GlyphOutline.Step] = []
        for glyph in run.glyphs {
            let originX = text.box.minX - centre.x + text.inset
            let originY = text.box.minY - centre.y + text.baseline
            func place(_ x: Double, _ y: Double) -> (Double, Double) {
                let (emX, emY) = (Double(glyph.x) + x, Double(glyph.y) + y)
                let (flatX, flatY) = (originX + (emX - slant * emY) * size, originY + emY * size)
                let point = Outline.snapped(PixelPoint(x: centre.x + flatX * c - flatY * s, y: centre.y + flatX * s + flatY * c))
                (low, high) = (min(low, point.y), max(high, point.y))
                return (point.x, point.y)
            }
            for step in glyph.outline.steps { steps.append(step.moved(place)) }
        }
        self.steps = steps
        let margin = haloWidth + 2
        rows = low <= high ? low - margin...high + margin : 0...0
    }
}

extension OpaquePointer {
    /// Adds outlines to the path of this cairo context.
    func add(_ steps: [GlyphOutline.Step]) {
        for step in steps {
            switch step {
            case .move(let x, let y): cairo_move_to(self, x, y)
            case .line(let x, let y): cairo_line_to(self, x, y)
            case .curve(let a, let b, let c, let d, let e, let f): cairo_curve_to(self, a, b, c, d, e, f)
            case .close: cairo_close_path(self)
            }
        }
    }

    /// Paints what is within a distance of the outlines in this cairo context, and takes them away.
    func halo(_ reach: Double) {
        cairo_save(self)
        cairo_set_line_join(self, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_width(self, 2 * reach)
        // Nobody sees a fifth of a pixel in a blurred edge, and it saves half of the time.
        cairo_set_tolerance(self, 0.2)
        cairo_stroke(self)
        cairo_restore(self)
    }
}

extension PlacedText {
    /// Whether its letters begin where they can be counted in pixels.
    var startsNear: Bool {
        [box.minX, box.minY, box.maxX, box.maxY, box.minX + inset, box.minY + baseline].allSatisfy { abs($0) < 1e6 }
    }

    /// The upright box round the text as it is turned.
    var turnedBounds: Box { TurnedBox(box, angle: angle).bounds }
}
