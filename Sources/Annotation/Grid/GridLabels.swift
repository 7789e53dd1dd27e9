import Foundation
import Raster
import Sky
import WCS

/// Finds places for the labels of a grid: beside their lines, where these leave the picture; along two lines through the middle where
/// the sky ends inside the picture, or a line does not leave it.
struct GridLabels {
    let lines: GridLines
    private let measure: any TextMeasure
    private let style: TextStyle
    /// Texts stay inside this.
    private let room: Box
    /// Which way meridians run in the middle of the picture; nil where a pole is in it.
    private let meridiansAreUpright: Bool?
    private let showsSkyEverywhere: Bool

    /// Labels of a grid have few places to choose from, so they come before those of objects.
    static let priority = 800.0
    private static let mostPlaces = 24

    init(_ lines: GridLines, measure: any TextMeasure) {
        (self.lines, self.measure) = (lines, measure)
        let field = lines.field
        style = TextStyle(size: 14 * field.unit, colour: lines.system.colour)
        room = field.bounds.grown(by: -2 * field.unit)
        let corners = [
            PixelPoint(x: field.bounds.minX, y: field.bounds.minY), PixelPoint(x: field.bounds.maxX, y: field.bounds.minY),
            PixelPoint(x: field.bounds.maxX, y: field.bounds.maxY), PixelPoint(x: field.bounds.minX, y: field.bounds.maxY),
        ]
        showsSkyEverywhere = field.radius < 90 && ((try? field.wcs.sky(corners)) ?? [nil]).allSatisfy { $0 != nil }
        meridiansAreUpright = lines.extent.isAllRound ? nil : Self.areMeridiansUpright(lines)
    }

    private static func areMeridiansUpright(_ lines: GridLines) -> Bool? {
        let own = lines.system.sky.own(lines.field.centre)
        let step = min(0.1, lines.field.radius / 100)
        let ends = lines.field.pixels([
            lines.position(own.longitude, max(-90, own.latitude - step)),
            lines.position(own.longitude, min(90, own.latitude + step)),
        ])
        guard let a = ends[0], let b = ends[1] else { return nil }
        return abs(b.y - a.y) >= abs(b.x - a.x)
    }

    func requests(for all: [GridLine]) -> [LabelRequest] {
        all.compactMap { line in
            let text = lines.name(of: line)
            let metrics = measure.metrics(of: text, style: style)
            // Lines that only cut off a corner of the picture go without a name.
            guard isSeen(line, atLeast: max(metrics.width + metrics.height, 0.16 * min(room.width, room.height))) else { return nil }
            var places = showsSkyEverywhere ? edgePlaces(line, metrics) : []
            if places.isEmpty, !line.paths.isEmpty { places = innerPlaces(line, metrics) }
            guard !places.isEmpty else { return nil }
            return LabelRequest(
                layer: .grid, text: text, style: style, anchor: .centred(places), priority: Self.priority, mayLead: false)
        }
    }

    /// Whether so much of a line, in pixels, runs through the picture's inside.
    private func isSeen(_ line: GridLine, atLeast least: Double) -> Bool {
        var seen = 0.0
        for path in line.paths {
            for (a, b) in zip(path, path.dropFirst()) {
                guard let part = PathClipping.clipped(a, b, room) else { continue }
                seen += hypot(part.to.x - part.from.x, part.to.y - part.from.y)
                if seen >= least { return true }
            }
        }
        return false
    }

    // MARK: where lines leave the picture

    private enum Edge { case left, right, top, bottom }

    private func edgePlaces(_ line: GridLine, _ metrics: TextMetrics) -> [PixelPoint] {
        var ends: [(rank: Int, path: [PixelPoint])] = []
        for path in line.paths where path.count > 1 {
            if let edge = edge(of: path[0]) { ends.append((rank(edge, line.kind), path)) }
            if let edge = edge(of: path[path.count - 1]) { ends.append((rank(edge, line.kind), path.reversed())) }
        }
        let best = ends.sorted { $0.rank < $1.rank }.prefix(4)
        let places = best.map { beside($0.path, metrics) }.joined().prefix(Self.mostPlaces)
        // Where something else stands at every end: farther in, along the line.
        return places + (best.first.map { fartherIn($0.path, metrics) } ?? [])
    }

    private func fartherIn(_ path: [PixelPoint], _ metrics: TextMetrics) -> [PixelPoint] {
        var places: [PixelPoint] = []
        var (walked, next) = (0.0, 2 * metrics.width)
        for (a, b) in zip(path, path.dropFirst()) {
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = (dx * dx + dy * dy).squareRoot()
            while length > 0, next <= walked + length, places.count < Self.mostPlaces {
                let part = (next - walked) / length
                places += sides(of: PixelPoint(x: a.x + dx * part, y: a.y + dy * part), (dx / length, dy / length), metrics)
                    .filter { room.contains(Box(centre: $0, width: metrics.width, height: metrics.height)) }
                next += metrics.width
            }
            walked += length
        }
        return places
    }

    /// The edge at which a line was cut.
    private func edge(of point: PixelPoint) -> Edge? {
        let box = lines.field.bounds.grown(by: lines.margin)
        let near = 1e-6 * (1 + max(box.width, box.height))
        if abs(point.y - box.maxY) < near { return .bottom }
        if abs(point.y - box.minY) < near { return .top }
        if abs(point.x - box.minX) < near { return .left }
        return abs(point.x - box.maxX) < near ? .right : nil
    }

    /// Meridians are named along the bottom and parallels along the left, or the other way round in a picture on its side.
    private func rank(_ edge: Edge, _ kind: GridLine.Kind) -> Int {
        guard let meridiansAreUpright else { return kind == .meridian || edge == .left ? 0 : 1 }
        let isUpright = (kind == .meridian) == meridiansAreUpright
        return switch edge {
        case .bottom: isUpright ? 0 : 3
        case .top: isUpright ? 1 : 4
        case .left: isUpright ? 3 : 0
        case .right: isUpright ? 4 : 1
        }
    }

    /// Places on either side of a line, the first ones from its beginning at which the text is inside the picture.
    private func beside(_ path: [PixelPoint], _ metrics: TextMetrics) -> [PixelPoint] {
        var (first, second): ([PixelPoint], [PixelPoint]) = ([], [])
        let stride = metrics.height / 3
        let farthest = 3 * (metrics.width + metrics.height) + lines.margin
        var (walked, next) = (0.0, 0.0)
        for (a, b) in zip(path, path.dropFirst()) {
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = (dx * dx + dy * dy).squareRoot()
            guard length > 0 else { continue }
            while next <= walked + length, next <= farthest {
                let part = (next - walked) / length
                let point = PixelPoint(x: a.x + dx * part, y: a.y + dy * part)
                for (index, place) in sides(of: point, (dx / length, dy / length), metrics).enumerated()
                where room.contains(Box(centre: place, width: metrics.width, height: metrics.height)) {
                    if index == 0 { first.append(place) } else { second.append(place) }
                }
                next += stride
            }
            walked += length
            if first.count > 8 || walked > farthest { break }
        }
        let head = Array(first.prefix(3)) + Array(second.prefix(3))
        return head + first.dropFirst(3).prefix(6) + second.dropFirst(3).prefix(6)
    }

    /// The text's centre where it just does not touch the line: above it or to the right, then below or to the left.
    private func sides(of point: PixelPoint, _ way: (x: Double, y: Double), _ metrics: TextMetrics) -> [PixelPoint] {
        var normal = (x: -way.y, y: way.x)
        if abs(normal.y) > abs(normal.x) ? normal.y > 0 : normal.x < 0 { normal = (-normal.x, -normal.y) }
        let away = (metrics.width * abs(normal.x) + metrics.height * abs(normal.y)) / 2 + lines.field.unit
        return [away, -away].map { PixelPoint(x: point.x + normal.x * $0, y: point.y + normal.y * $0) }
    }

    // MARK: along the middle

    private func innerPlaces(_ line: GridLine, _ metrics: TextMetrics) -> [PixelPoint] {
        let centre = lines.system.sky.own(lines.field.centre)
        let steps = lines.steps
        let axis: Double =
            switch line.kind {
            case .meridian: (max(-45, min(45, centre.latitude)) / steps.latitude).rounded() * steps.latitude
            case .parallel: ((centre.longitude / steps.longitude).rounded(.down) + 0.5) * steps.longitude
            }
        let step = line.kind == .meridian ? steps.latitude : steps.longitude
        let crossings = [0.0, 1, -1, 2, -2, 3].map { turn in
            line.kind == .meridian
                ? lines.position(line.value, max(-90, min(90, axis + turn * step)))
                : lines.position(axis + turn * step, line.value)
        }
        return lines.field.pixels(crossings).compactMap { $0 }.flatMap { corners(of: $0, metrics, line.kind) }
            .filter { room.contains(Box(centre: $0, width: metrics.width, height: metrics.height)) }
    }

    /// Beside a crossing of lines; parallels are named between two meridians, above or below.
    func corners(of point: PixelPoint, _ metrics: TextMetrics, _ kind: GridLine.Kind) -> [PixelPoint] {
        let (right, down) = (metrics.width / 2 + lines.field.unit, metrics.height / 2 + lines.field.unit)
        let ways: [(Double, Double)] =
            kind == .meridian ? [(right, -down), (-right, -down), (right, down), (-right, down)] : [(0, -down), (0, down)]
        return ways.map { PixelPoint(x: point.x + $0.0, y: point.y + $0.1) }
    }
}
