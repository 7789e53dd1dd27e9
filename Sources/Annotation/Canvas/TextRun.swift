/// The outline of one glyph: pixels at 1 pixel per em, from its origin on the baseline, y downwards.
final class GlyphOutline: Sendable {
    enum Step: Sendable {
        case move(Double, Double)
        case line(Double, Double)
        case curve(Double, Double, Double, Double, Double, Double)
        case close

        func moved(_ place: (Double, Double) -> (Double, Double)) -> Step {
            switch self {
            case .move(let x, let y):
                let (x, y) = place(x, y)
                return .move(x, y)
            case .line(let x, let y):
                let (x, y) = place(x, y)
                return .line(x, y)
            case .curve(let a, let b, let c, let d, let e, let f):
                let (p, q, r) = (place(a, b), place(c, d), place(e, f))
                return .curve(p.0, p.1, q.0, q.1, r.0, r.1)
            case .close: return .close
            }
        }
    }

    let steps: [Step]
    /// Of all points, so it holds the ink; nil where there is none.
    let ink: (minX: Float, minY: Float, maxX: Float, maxY: Float)?

    init(_ steps: [Step]) {
        self.steps = steps
        var xs: [Double] = []
        var ys: [Double] = []
        for step in steps {
            switch step {
            case .move(let x, let y), .line(let x, let y):
                xs.append(x)
                ys.append(y)
            case .curve(let a, let b, let c, let d, let e, let f):
                xs += [a, c, e]
                ys += [b, d, f]
            case .close: break
            }
        }
        if let minX = xs.min(), let maxX = xs.max(), let minY = ys.min(), let maxY = ys.max() {
            ink = (Float(minX), Float(minY), Float(maxX), Float(maxY))
        } else {
            ink = nil
        }
    }
}

/// A string as glyphs with their places, in ems.
final class TextRun: Sendable {
    struct Glyph: Sendable {
        var outline: GlyphOutline
        var x: Float
        var y: Float
    }

    let glyphs: [Glyph]
    let advance: Float
    /// Of upright letters; a space has none.
    let ink: (minX: Float, minY: Float, maxX: Float, maxY: Float)

    /// Slanted letters are upright ones, sheared.
    static let slant: Float = 0.2

    init(_ glyphs: [Glyph], advance: Float) {
        (self.glyphs, self.advance) = (glyphs, advance)
        var ink: (minX: Float, minY: Float, maxX: Float, maxY: Float) = (0, 0, 0, 0)
        for glyph in glyphs {
            guard let own = glyph.outline.ink else { continue }
            ink.minX = min(ink.minX, glyph.x + own.minX)
            ink.minY = min(ink.minY, glyph.y + own.minY)
            ink.maxX = max(ink.maxX, glyph.x + own.maxX)
            ink.maxY = max(ink.maxY, glyph.y + own.maxY)
        }
        self.ink = ink
    }
}

/// What is shown of a string from outside: one line, without control characters and the invisible ones that turn its direction
/// around, and not longer than anybody reads.
enum ShownText {
    static let longest = 300

    static func of(_ string: String) -> String {
        // Nearly all strings are plain and short: look before building a new one.
        if string.utf8.count <= longest, string.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return string }
        var shown = String.UnicodeScalarView()
        for scalar in string.unicodeScalars {
            if shown.count == longest {
                shown.append("…")
                break
            }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: shown.append(" ")
            case .format, .surrogate, .unassigned, .privateUse: if scalar == "\u{200d}" { shown.append(scalar) }
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }
}
