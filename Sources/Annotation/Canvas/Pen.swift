import CCairo
import Raster
import WCS

/// At work on a part of a picture's own memory.
final class Pen {
    /// The part's columns, and its rows as the picture counts them.
    let tile: PixelRegion
    /// The part's first pixel.
    let pixels: UnsafeMutablePointer<UInt8>
    let rowBytes: Int
    let sheet: LetterSheet
    private let cairo: OpaquePointer
    private let surface: OpaquePointer
    /// The row above the tile, where it is one of the picture's.
    private let above: [UInt8]

    /// nil where there is no memory for it.
    ///
    /// - Parameters:
    ///   - tile: a part of the buffer.
    ///   - top: the row of the picture with which the buffer begins.
    init?(_ buffer: CanvasBuffer, _ tile: PixelRegion, top: Int, sheet: LetterSheet) {
        (pixels, rowBytes) = (buffer.rowPointer(tile.y) + tile.x * 4, buffer.rowBytes)
        // cairo works out a row in which lines begin less exactly than others, and all do in its first. So that is never one of the
        // tile's: a canvas has memory for a row before its first, and any other row is put back as it was.
        guard
            let surface = cairo_image_surface_create_for_data(
                pixels - rowBytes, CAIRO_FORMAT_RGB24, Int32(tile.width), Int32(tile.height + 1), Int32(rowBytes)),
            let cairo = cairo_create(surface)
        else { return nil }
        (self.surface, self.cairo, self.sheet) = (surface, cairo, sheet)
        above = tile.y == 0 ? [] : Array(UnsafeBufferPointer(start: pixels - rowBytes, count: tile.width * 4))
        self.tile = PixelRegion(x: tile.x, y: tile.y + top, width: tile.width, height: tile.height)
        // Pixel (0, 0) has its centre at (½, ½) of cairo's plane.
        cairo_translate(cairo, 0.5 - Double(tile.x), 1.5 - Double(self.tile.y))
        // Curves come as many short lines: round joins would cost much and show nothing.
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER)
        cairo_set_miter_limit(cairo, InkedLines.miterLimit)
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT)
    }

    deinit {
        cairo_surface_flush(surface)
        above.withUnsafeBufferPointer { row in
            if let start = row.baseAddress { (pixels - rowBytes).update(from: start, count: row.count) }
        }
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    func draw(_ item: PaintItem) {
        switch item {
        case .ring(let ring): ring.draw(with: self)
        case .bar(let bar): bar.draw(with: self)
        case .stroke(let lines): stroke(lines)
        case .area(let points, let colour): fill(points, colour)
        case .letters(let row): row.draw(with: self)
        case .outlines(let paths): letters(paths)
        }
    }

    private func source(_ colour: Colour) {
        let colour = colour.sane
        cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha)
    }

    private func fill(_ points: [PixelPoint], _ colour: Colour) {
        source(colour)
        cairo_new_path(cairo)
        for point in points { cairo_line_to(cairo, point.x, point.y) }
        cairo_close_path(cairo)
        cairo_fill(cairo)
    }

    private func stroke(_ lines: InkedLines) {
        cairo_new_path(cairo)
        var isEmpty = true
        lines.forEachLine(near: Double(tile.y) - 1...Double(tile.y + tile.height)) { points, closed in
            isEmpty = false
            cairo_new_sub_path(cairo)
            for point in points { cairo_line_to(cairo, point.x, point.y) }
            if closed { cairo_close_path(cairo) }
        }
        guard !isEmpty else { return }
        if !lines.isUpright {
            // Far out of sight, to make the path one of slanted lines.
            let (x, y) = (Double(tile.x) - 4 * lines.width - 100, Double(tile.y) - 4 * lines.width - 100)
            cairo_move_to(cairo, x, y)
            cairo_line_to(cairo, x - 1, y - 2)
        }
        source(lines.colour)
        cairo_set_line_width(cairo, lines.width)
        cairo_stroke(cairo)
    }

    private func letters(_ paths: LetterPaths) {
        if let halo = paths.halo {
            cairo.add(paths.steps)
            source(halo)
            cairo.halo(paths.haloWidth)
        }
        cairo.add(paths.steps)
        source(paths.colour)
        cairo_fill(cairo)
    }
}
