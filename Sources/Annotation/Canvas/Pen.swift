import CCairo
import Raster
import WCS

/// cairo, at work on a part of a picture's own memory.
final class Pen {
    let cairo: OpaquePointer
    let surface: OpaquePointer
    let tile: PixelRegion
    /// The tile's edges, in pixels of the picture.
    let bounds: Box

    /// - Parameters:
    ///   - tile: a part of the buffer.
    ///   - top: the row of the picture with which the buffer begins.
    init?(_ buffer: CanvasBuffer, _ tile: PixelRegion, top: Int = 0) {
        let start = buffer.rowPointer(tile.y) + tile.x * 4
        let tile = PixelRegion(x: tile.x, y: tile.y + top, width: tile.width, height: tile.height)
        guard
            let surface = cairo_image_surface_create_for_data(
                start, CAIRO_FORMAT_RGB24, Int32(tile.width), Int32(tile.height), Int32(buffer.rowBytes)),
            let cairo = cairo_create(surface)
        else { return nil }
        (self.surface, self.cairo, self.tile) = (surface, cairo, tile)
        bounds = Box(
            minX: Double(tile.x) - 0.5, minY: Double(tile.y) - 0.5, maxX: Double(tile.x + tile.width) - 0.5,
            maxY: Double(tile.y + tile.height) - 0.5)
        // Pixel (0, 0) has its centre at (½, ½) of cairo's plane.
        cairo_translate(cairo, 0.5 - Double(tile.x), 0.5 - Double(tile.y))
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT)
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    func source(_ colour: Colour) {
        cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha)
    }

    func draw(_ mark: Mark) {
        if let fill = mark.fill, add(mark.figure, reach: 2) {
            source(fill)
            cairo_fill(cairo)
        }
        if let stroke = mark.stroke, stroke.width > 0, add(mark.figure, reach: stroke.width + 2) {
            source(stroke.colour)
            cairo_set_line_width(cairo, stroke.width)
            cairo_set_dash(cairo, stroke.dash, Int32(stroke.dash.count), 0)
            cairo_stroke(cairo)
        }
    }

    private func add(_ figure: Figure, reach: Double) -> Bool {
        cairo_new_path(cairo)
        switch figure {
        case .path(let points, let closed):
            guard points.count > 1, points.allSatisfy({ abs($0.x) < 1e6 && abs($0.y) < 1e6 }) else { return false }
            for point in points { cairo_line_to(cairo, point.x, point.y) }
            if closed { cairo_close_path(cairo) }
        case .circle(let centre, let radius):
            guard abs(centre.x) < 1e6, abs(centre.y) < 1e6, radius > 0, radius < 1e6 else { return false }
            cairo_arc(cairo, centre.x, centre.y, radius, 0, 2 * .pi)
            cairo_close_path(cairo)
        case .ellipse(let centre, let a, let b, let angle):
            guard abs(centre.x) < 1e6, abs(centre.y) < 1e6, a > 0, b > 0, a < 1e6, b < 1e6, angle.isFinite else { return false }
            cairo_save(cairo)
            cairo_translate(cairo, centre.x, centre.y)
            cairo_rotate(cairo, angle * .pi / 180)
            cairo_scale(cairo, a, b)
            cairo_arc(cairo, 0, 0, 1, 0, 2 * .pi)
            cairo_restore(cairo)
            cairo_close_path(cairo)
        }
        return true
    }
}
