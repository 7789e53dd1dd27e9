import Foundation
import Sky
import WCS

/// Draws markers. Each is centred on its position exactly.
public struct MarkerLayer: SketchLayer {
    let markers: [Marker]
    /// In a crowd leader lines are a tangle, and looking for room for them takes seconds.
    private static let crowd = 5000

    public init(_ markers: [Marker]) { self.markers = markers }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let pixels = sketch.field.pixels(markers.map(\.position))
        let reach = sketch.field.bounds
        for (marker, pixel) in zip(markers, pixels) {
            if let points = marker.points {
                addPath(marker, points, pixel, to: &sketch)
                continue
            }
            guard let pixel, pixel.x.isFinite, pixel.y.isFinite else { continue }
            let size = marker.size ?? marker.shape.usualSize * sketch.field.unit
            // What is far outside costs nothing.
            guard marker.isEllipse || reach.grown(by: 2 * size + 4 * sketch.field.unit).contains(pixel) else { continue }
            addPoint(marker, pixel, size, to: &sketch, measure: measure)
        }
    }

    private func addPoint(
        _ marker: Marker, _ pixel: PixelPoint, _ size: Double, to sketch: inout Sketch, measure: any TextMeasure
    ) {
        let unit = sketch.field.unit
        let look = MarkerLook(marker.shape, unit: unit)
        var box = Box(centre: pixel, width: 2 * size, height: 2 * size)
        func stroke(_ figure: Figure, fill: Colour? = nil) {
            sketch.outline(figure, marker.colour, width: look.line, fill: fill, title: marker.label, in: .markers)
        }
        switch marker.shape {
        case .text:
            let style = TextStyle(size: min(size, 2000), colour: marker.colour)
            let text = PlacedText(marker.label ?? "", style: style, at: pixel, align: 0.5, measure: measure)
            guard text.box.overlaps(sketch.field.bounds) else { return }
            sketch.write(text, in: .markers)
            return list(marker, pixel, 0, in: &sketch)
        case .cross:
            // Open in the middle where there is room, so that what it marks is seen.
            let gap = size >= 6 * unit ? size * 0.3 : 0
            for (dx, dy) in [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)] {
                stroke(
                    .path(
                        [PixelPoint(x: pixel.x + dx * gap, y: pixel.y + dy * gap),
                            PixelPoint(x: pixel.x + dx * size, y: pixel.y + dy * size)], closed: false))
            }
        case .circle: stroke(.circle(centre: pixel, radius: size), fill: marker.colour.withAlpha(0.15 * marker.colour.alpha))
        case .circleOutline, .exoplanet, .asteroid: stroke(.circle(centre: pixel, radius: size))
        case .square:
            stroke(
                .path(
                    [PixelPoint(x: box.minX, y: box.minY), PixelPoint(x: box.maxX, y: box.minY),
                        PixelPoint(x: box.maxX, y: box.maxY), PixelPoint(x: box.minX, y: box.maxY)], closed: true))
        case .arrow(let from):
            let tail = tail(of: marker, pixel, size, from, in: sketch.field)
            ArrowFigure(from: tail, to: pixel, unit: unit).paths.forEach { stroke($0) }
            box = Box(
                minX: min(tail.x, pixel.x), minY: min(tail.y, pixel.y), maxX: max(tail.x, pixel.x), maxY: max(tail.y, pixel.y))
        case .ellipse(let axes):
            guard let outline = outline(axes, marker.position, pixel, in: sketch.field) else { return }
            guard let seen = outline.visibleBox(in: sketch.field) else {
                if outline.bounds.overlaps(sketch.field.bounds) { list(marker, pixel, outline.radius, in: &sketch) }
                return
            }
            outline.figures.forEach { stroke($0) }
            box = seen
        case .line, .polygon, .course: return
        }
        guard box.overlaps(sketch.field.bounds) else { return }
        list(marker, pixel, marker.isArrow ? 0 : max(box.width, box.height) / 2, in: &sketch)
        // A large ring is not closed to the labels of what lies in it.
        if max(box.width, box.height) <= 120 * unit || marker.isArrow {
            sketch.keepClear(box)
        } else {
            sketch.keepClear(along: SkyOutline.rim(of: box), width: 4 * unit)
        }
        label(marker, look, beside: box, in: &sketch)
    }

    private func addPath(_ marker: Marker, _ points: [SkyPosition], _ pixel: PixelPoint?, to sketch: inout Sketch) {
        let look = MarkerLook(marker.shape, unit: sketch.field.unit)
        var ring = points
        if case .polygon = marker.shape, let first = points.first { ring.append(first) }
        let pieces = SkyCurve.polyline(ring.map(\.unitVector), in: sketch.field)
        for piece in pieces {
            sketch.outline(.path(piece, closed: false), marker.colour, width: look.line, title: marker.label, in: .markers)
            sketch.keepClear(along: piece, width: 4 * sketch.field.unit)
        }
        if case .course = marker.shape, let last = pieces.last, last.count >= 2, let pixel,
            last[last.count - 1].distance(to: pixel) < 0.5
        {
            let head = ArrowFigure(from: last[last.count - 2], to: last[last.count - 1], unit: sketch.field.unit).head
            sketch.outline(head, marker.colour, width: look.line, in: .markers)
        }
        guard !pieces.isEmpty else { return }
        // The label's place, or the nearest point of what is to be seen.
        let wanted = pixel ?? sketch.field.bounds.centre
        let seen = pieces.joined().filter { sketch.field.bounds.contains($0) }
        guard let place = seen.min(by: { $0.distance(to: wanted) < $1.distance(to: wanted) }) else { return }
        let own = sketch.field.bounds.contains(wanted) ? wanted : place
        list(marker, own, 0, in: &sketch)
        label(marker, look, beside: Box(centre: own, width: 6 * sketch.field.unit, height: 6 * sketch.field.unit), in: &sketch)
    }

    private func label(_ marker: Marker, _ look: MarkerLook, beside box: Box, in sketch: inout Sketch) {
        guard let text = marker.label else { return }
        let clear = box.within(sketch.field.bounds)
        sketch.label(
            LabelRequest(
                layer: .markers, text: text, style: TextStyle(size: look.letters, colour: marker.colour.lettering),
                anchor: .beside(clear), priority: LabelPriority.marker,
                mayLead: markers.count <= Self.crowd, title: text, side: look.side))
    }

    private func list(_ marker: Marker, _ pixel: PixelPoint, _ radius: Double, in sketch: inout Sketch) {
        sketch.list(
            AnnotatedObject(
                type: "marker", names: marker.label.map { [$0] } ?? [], pixel: pixel, radius: radius, magnitude: nil,
                ra: marker.position.ra, dec: marker.position.dec))
    }

    private func tail(
        of marker: Marker, _ tip: PixelPoint, _ length: Double, _ angle: Double?, in field: Field
    ) -> PixelPoint {
        var way = (x: 1.0, y: -1.0)
        if let angle, let frame = field.frame(at: marker.position) { way = frame.direction(angle) }
        let long = (way.x * way.x + way.y * way.y).squareRoot()
        return PixelPoint(x: tip.x + way.x / long * length, y: tip.y + way.y / long * length)
    }

    private func outline(_ axes: Marker.Axes, _ position: SkyPosition, _ pixel: PixelPoint, in field: Field) -> SkyOutline? {
        switch axes {
        case .arcminutes(let major, let minor, let angle):
            return SkyOutline(
                centre: position, semiMajor: major / 120, semiMinor: minor / 120, positionAngle: angle, in: field)
        case .pixels(let width, let height, let angle):
            var tall = -90.0
            if let angle {
                guard let frame = field.frame(at: position) else { return nil }
                tall = frame.screenAngle(angle)
            }
            return SkyOutline(
                ellipse: .ellipse(
                    centre: pixel, semiMajor: max(width, height) / 2, semiMinor: min(width, height) / 2,
                    angle: height >= width ? tall : tall + 90), centre: pixel)
        }
    }
}

extension Marker {
    fileprivate var points: [SkyPosition]? {
        switch shape {
        case .line(let points), .polygon(let points), .course(let points): points
        default: nil
        }
    }

    fileprivate var isEllipse: Bool { if case .ellipse = shape { true } else { false } }
    fileprivate var isArrow: Bool { if case .arrow = shape { true } else { false } }
}
