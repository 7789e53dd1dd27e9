import Foundation
import Raster
import WCS

/// A drawing as an SVG picture that lies exactly over its photo: of the same size, with a group for each layer (its id the layer's
/// name), so that a page can switch layers on and off.
public enum SVGFace {
    public static func write(_ drawing: Drawing) -> String {
        let (width, height) = (drawing.size.width, drawing.size.height)
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="-0.5 -0.5 \(width) \(height)">\n
            """
        for layer in drawing.layers where !(layer.marks.isEmpty && layer.texts.isEmpty) {
            svg += "<g id=\"\(escaped(layer.id.rawValue))\">\n"
            for part in layer.marks.flatMap({ near($0, drawing.size) }) { add(part.mark, dashedFrom: part.start, to: &svg) }
            for text in layer.texts { add(text, to: &svg) }
            svg += "</g>\n"
        }
        return svg + "</svg>\n"
    }

    private static func add(_ mark: Mark, dashedFrom start: Double, to svg: inout String) {
        var element: String
        switch mark.figure {
        case .path(let points, let closed):
            element = "path d=\"M" + points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L") + (closed ? "Z\"" : "\"")
        case .circle(let centre, let radius):
            element = "circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(radius))\""
        case .ellipse(let centre, let a, let b, let angle):
            element = "ellipse cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" rx=\"\(number(a))\" ry=\"\(number(b))\""
            if angle != 0 { element += " transform=\"rotate(\(number(angle)) \(number(centre.x)) \(number(centre.y)))\"" }
        }
        element += " fill=\"\(mark.fill.map(opaque) ?? "none")\"" + opacity("fill", mark.fill)
        if let stroke = mark.stroke, stroke.drawnWidth > 0 {
            let dash = stroke.drawnDash
            element += " stroke=\"\(opaque(stroke.colour))\"" + opacity("stroke", stroke.colour)
            element += " stroke-width=\"\(number(stroke.drawnWidth))\""
            if !dash.isEmpty {
                element += " stroke-dasharray=\"\(dash.map(number).joined(separator: " "))\""
                if start > 0 { element += " stroke-dashoffset=\"\(number(stroke.dashStart(after: start)))\"" }
            }
        }
        let name = element.prefix { $0 != " " }
        svg += mark.title.map { "<\(element)><title>\(escaped($0))</title></\(name)>\n" } ?? "<\(element)/>\n"
    }

    private static func add(_ text: PlacedText, to svg: inout String) {
        let (style, box) = (text.style, text.box)
        guard box.isFinite, text.startsNear else { return }
        let run = Typeface.shared.run(text.string, style)
        svg += "<text x=\"\(number(box.minX + text.inset))\" y=\"\(number(box.minY + text.baseline))\""
        svg += " font-family=\"'DejaVu Sans',Verdana,sans-serif\" font-size=\"\(number(style.drawnSize))\""
        svg += " textLength=\"\(number(Double(run.advance) * style.drawnSize))\" lengthAdjust=\"spacingAndGlyphs\""
        if style.tracking > 0 { svg += " letter-spacing=\"\(number(style.tracking * style.drawnSize))\"" }
        if style.bold { svg += " font-weight=\"bold\"" }
        if style.italic { svg += " font-style=\"italic\"" }
        svg += " fill=\"\(opaque(style.colour))\"" + opacity("fill", style.colour)
        if let halo = style.halo {
            svg += " paint-order=\"stroke\" stroke=\"\(opaque(halo))\"" + opacity("stroke", halo)
            svg += " stroke-width=\"\(number(2 * style.haloWidth))\" stroke-linejoin=\"round\""
        }
        if text.angle != 0, text.angle.isFinite {
            svg += " transform=\"rotate(\(number(text.angle)) \(number(box.centre.x)) \(number(box.centre.y)))\""
        }
        svg += ">" + (text.title.map { "<title>\(escaped($0))</title>" } ?? "") + escaped(ShownText.of(text.string)) + "</text>\n"
    }

    private static func opaque(_ colour: Colour) -> String { colour.withAlpha(1).css }

    private static func opacity(_ what: String, _ colour: Colour?) -> String {
        guard let colour, colour.sane.alpha < 1 else { return "" }
        return " \(what)-opacity=\"\(number(colour.sane.alpha))\""
    }

    /// To a thousandth of a pixel.
    private static func number(_ value: Double) -> String {
        let rounded = (value * 1000).rounded() / 1000
        if rounded == rounded.rounded(), abs(rounded) < 1e15 { return "\(Int(rounded))" }
        return "\(rounded)"
    }

    /// Fit for text and attributes; characters that XML forbids are left out.
    static func escaped(_ string: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in string.unicodeScalars {
            switch scalar {
            case "&": text.append(contentsOf: "&amp;".unicodeScalars)
            case "<": text.append(contentsOf: "&lt;".unicodeScalars)
            case ">": text.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": text.append(contentsOf: "&quot;".unicodeScalars)
            case "'": text.append(contentsOf: "&#39;".unicodeScalars)
            case "\t", "\n", "\r": text.append(" ")
            case "\u{fffe}", "\u{ffff}": break
            default: if scalar.value >= 0x20, !(0x7f...0x9f).contains(scalar.value) { text.append(scalar) }
            }
        }
        return String(text)
    }
}
