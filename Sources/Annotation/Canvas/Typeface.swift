import CCairo
import Foundation

/// The one font of all drawings, DejaVu Sans, read from its own two files so that no other font on the machine can change what comes
/// out. Strings are shaped by Pango at a fixed size without hinting; sizes are scaled from that.
///
/// Pango's font map is not for several threads, so it is used under a lock; what it gives is kept, as plain numbers.
final class Typeface: @unchecked Sendable {
    static let shared = Typeface()

    /// Why the letters are not those of DejaVu Sans, where it is not installed.
    let complaint: String?

    /// The size at which strings are shaped, pixels per em; results are given per em.
    private static let shapingSize = 1024.0
    private static let folders = [
        "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/dejavu-sans-fonts",
        "/usr/share/fonts/TTF", "/usr/local/share/fonts/dejavu",
    ]

    private let lock = NSLock()
    /// Only under the lock, from here on.
    private let context: OpaquePointer
    private let regular: OpaquePointer
    private let bold: OpaquePointer
    private var runs: [RunKey: TextRun] = [:]
    private var outlines: [GlyphKey: GlyphOutline] = [:]
    /// Only for asking cairo for outlines.
    private let pen: OpaquePointer

    private struct RunKey: Hashable {
        var text: String
        var bold: Bool
        var tracking: Double
    }

    private struct GlyphKey: Hashable {
        var font: UnsafeMutablePointer<PangoFont>
        var glyph: UInt32
    }

    private init() {
        // The font map lives as long as the program; so do the descriptions.
        let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) ?? pango_cairo_font_map_get_default()
        let files = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]
        let folder = Self.folders.first { folder in
            files.allSatisfy { FileManager.default.isReadableFile(atPath: "\(folder)/\($0)") }
        }
        if let folder, let own = FcConfigCreate() {
            for file in files { FcConfigAppFontAddFile(own, "\(folder)/\(file)") }
            pango_fc_font_map_set_config(OpaquePointer(map), own)
            complaint = nil
        } else {
            complaint = "the font DejaVu Sans is not installed (Debian package fonts-dejavu-core): other letters are drawn"
        }
        context = pango_font_map_create_context(map)
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
        pen = cairo_create(surface).unsafelyUnwrapped
        cairo_surface_destroy(surface)
        regular = Self.description(PANGO_WEIGHT_NORMAL)
        bold = Self.description(PANGO_WEIGHT_BOLD)
    }

    private static func description(_ weight: PangoWeight) -> OpaquePointer {
        let description = pango_font_description_new()
        pango_font_description_set_family(description, "DejaVu Sans")
        pango_font_description_set_weight(description, weight)
        pango_font_description_set_absolute_size(description, shapingSize * Double(PANGO_SCALE))
        return description.unsafelyUnwrapped
    }

    /// The glyphs of a string. Blocks for some microseconds where the string is new.
    func run(_ string: String, _ style: TextStyle) -> TextRun {
        let tracking = style.tracking.isFinite ? min(2, max(0, style.tracking)) : 0
        let key = RunKey(text: ShownText.of(string), bold: style.bold, tracking: tracking)
        lock.lock()
        defer { lock.unlock() }
        if let run = runs[key] { return run }
        // Bounded: a server draws many pictures with different labels.
        if runs.count >= 20_000 { runs.removeAll(keepingCapacity: true) }
        let run = shape(key)
        runs[key] = run
        return run
    }

    private func shape(_ key: RunKey) -> TextRun {
        let layout = pango_layout_new(context)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        pango_layout_set_font_description(layout, key.bold ? bold : regular)
        pango_layout_set_single_paragraph_mode(layout, 1)
        pango_layout_set_text(layout, key.text, -1)
        guard let line = pango_layout_get_line_readonly(layout, 0) else { return TextRun([], advance: 0) }
        let scale = 1 / (Self.shapingSize * Double(PANGO_SCALE))
        var glyphs: [TextRun.Glyph] = []
        var x = 0.0
        var part = line.pointee.runs
        while let element = part {
            defer { part = element.pointee.next }
            guard let run = element.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self),
                let font = run.pointee.item?.pointee.analysis.font, let string = run.pointee.glyphs
            else { continue }
            for index in 0..<Int(string.pointee.num_glyphs) {
                let info = string.pointee.glyphs[index]
                glyphs.append(
                    TextRun.Glyph(
                        outline: outline(info.glyph, font), x: Float(x + Double(info.geometry.x_offset) * scale),
                        y: Float(Double(info.geometry.y_offset) * scale)))
                x += Double(info.geometry.width) * scale + key.tracking
            }
        }
        // None after the last letter.
        return TextRun(glyphs, advance: Float(glyphs.isEmpty ? 0 : x - key.tracking))
    }

    private func outline(_ glyph: UInt32, _ font: UnsafeMutablePointer<PangoFont>) -> GlyphOutline {
        let key = GlyphKey(font: font, glyph: glyph)
        if let known = outlines[key] { return known }
        // The font is a key from now on: it must not go away.
        g_object_ref(UnsafeMutableRawPointer(font))
        let outline =
            glyph == Self.nothing
            ? GlyphOutline([]) : glyph & Self.noGlyph == 0 ? letter(glyph, font) : Self.emptyBox
        outlines[key] = outline
        return outline
    }

    private func letter(_ glyph: UInt32, _ font: UnsafeMutablePointer<PangoFont>) -> GlyphOutline {
        var place = cairo_glyph_t(index: UInt(glyph), x: 0, y: 0)
        cairo_set_scaled_font(pen, pango_cairo_font_get_scaled_font(OpaquePointer(font)))
        cairo_new_path(pen)
        cairo_glyph_path(pen, &place, 1)
        guard let path = cairo_copy_path(pen) else { return GlyphOutline([]) }
        defer { cairo_path_destroy(path) }
        guard let data = path.pointee.data else { return GlyphOutline([]) }
        func x(_ i: Int) -> Double { data[i].point.x / Self.shapingSize }
        func y(_ i: Int) -> Double { data[i].point.y / Self.shapingSize }
        var steps: [GlyphOutline.Step] = []
        var i = 0
        while i < Int(path.pointee.num_data) {
            switch data[i].header.type {
            case CAIRO_PATH_MOVE_TO: steps.append(.move(x(i + 1), y(i + 1)))
            case CAIRO_PATH_LINE_TO: steps.append(.line(x(i + 1), y(i + 1)))
            case CAIRO_PATH_CURVE_TO: steps.append(.curve(x(i + 1), y(i + 1), x(i + 2), y(i + 2), x(i + 3), y(i + 3)))
            default: steps.append(.close)
            }
            i += max(1, Int(data[i].header.length))
        }
        // A glyph ends with an empty subpath, which a stroke would show as a dot.
        if case .move = steps.last { steps.removeLast() }
        return GlyphOutline(steps)
    }

    /// Pango's mark for a character that the font has not.
    private static let noGlyph: UInt32 = 0x1000_0000
    /// Pango's glyph that shows nothing, of characters that are not seen.
    private static let nothing: UInt32 = 0x0fff_ffff

    /// What is shown for a character that the font has not.
    private static let emptyBox: GlyphOutline = {
        func rectangle(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> [GlyphOutline.Step] {
            [.move(a, b), .line(c, b), .line(c, d), .line(a, d), .close]
        }
        return GlyphOutline(rectangle(0.06, -0.7, 0.5, 0) + rectangle(0.11, -0.05, 0.45, -0.65))
    }()
}
