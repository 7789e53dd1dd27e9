import Foundation
import WCS

/// Gives labels their places: the most important first, each at the best place that is still free, a little smaller where there is
/// none, then farther away with a leader line. What finds no place is dropped and listed.
struct LabelPlacer {
    struct Result {
        var texts: [LayerID: [PlacedText]] = [:]
        var leaders: [LayerID: [Mark]] = [:]
        var dropped: [DroppedLabel] = []
    }

    /// How much of the picture labels may cover before all are made smaller.
    private static let crowded = 0.28
    private static let smallest = 0.5
    private static let smallestSize = 8.0
    /// So many labels are a crowd: leader lines would be a tangle, and there is no time to look far for room for each.
    private static let crowd = 5000

    private let bounds: Box
    private let measure: any TextMeasure
    private var ground: OccupiedGround
    private var result = Result()
    private var isCrowd = false

    init(bounds: Box, measure: any TextMeasure) {
        (self.bounds, self.measure) = (bounds, measure)
        ground = OccupiedGround(bounds: bounds)
    }

    mutating func keepClear(_ shape: TurnedBox) { if shape.bounds.isFinite { ground.take(shape) } }

    mutating func place(_ requests: [LabelRequest]) -> Result {
        for request in requests {
            if case .beside(let box) = request.anchor, !isLarge(box) { keepClear(TurnedBox(box)) }
        }
        isCrowd = requests.count > Self.crowd
        let scale = scale(for: requests)
        let order = requests.indices.sorted { a, b in
            let (first, second) = (requests[a], requests[b])
            if first.isRequired != second.isRequired { return first.isRequired }
            let (p, q) = (first.priority.isNaN ? -.infinity : first.priority, second.priority.isNaN ? -.infinity : second.priority)
            return p == q ? a < b : p > q
        }
        for index in order { place(requests[index], scale: requests[index].isRequired ? 1 : scale) }
        return result
    }

    /// Things larger than this are rings round a part of the sky: labels may stand in them.
    private func isLarge(_ box: Box) -> Bool {
        max(box.width, box.height) > 0.15 * min(bounds.width, bounds.height)
    }

    /// One scale for all labels, so that a crowded picture still has letters of one size.
    private func scale(for requests: [LabelRequest]) -> Double {
        var area = 0.0
        // Of a crowd, some tell enough.
        let step = max(1, requests.count / 1000)
        for index in stride(from: 0, to: requests.count, by: step) where !requests[index].isRequired {
            let metrics = measure.metrics(of: requests[index].text, style: requests[index].style)
            area += metrics.width * metrics.height * Double(step)
        }
        let share = area / max(1, bounds.width * bounds.height)
        return max(Self.smallest, min(1, (Self.crowded / max(share, 1e-9)).squareRoot()))
    }

    private mutating func place(_ request: LabelRequest, scale: Double) {
        let sizes = [1, 0.85, 0.72, 0.62].map { smaller(request.style, $0 * scale) }
        switch request.anchor {
        case .centred(let points):
            for style in sizes {
                let metrics = measure.metrics(of: request.text, style: style)
                for point in points where point.x.isFinite && point.y.isFinite {
                    let corner = PixelPoint(x: point.x - metrics.width / 2, y: point.y - metrics.height / 2)
                    if settle(request, style, metrics, corner) { return }
                }
            }
        case .beside(let box):
            if box.isFinite, box.overlaps(bounds), !isHopeless(request, beside: box, sizes[3]), stand(request, beside: box, sizes) {
                return
            }
        }
        if request.isRequired { force(request, sizes) } else { drop(request) }
    }

    private mutating func stand(_ request: LabelRequest, beside box: Box, _ sizes: [TextStyle]) -> Bool {
        let large = isLarge(box)
        let seen = large ? box.intersection(bounds) : box
        for style in sizes {
            let metrics = measure.metrics(of: request.text, style: style)
            let gap = style.size * 0.2
            for corner in LabelPlaces.close(
                to: seen, width: metrics.width, height: metrics.height, gap: gap, side: request.side)
            where settle(request, style, metrics, corner) { return true }
            guard large else { continue }
            for corner in LabelPlaces.inside(seen, width: metrics.width, height: metrics.height, gap: gap)
            where settle(request, style, metrics, corner) { return true }
        }
        guard request.mayLead, !large, !isCrowd else { return false }
        for style in [sizes[1], sizes[3]] {
            let metrics = measure.metrics(of: request.text, style: style)
            for distance in [0.8, 1.4, 2.2, 3.2, 4.5, 6] {
                for corner in LabelPlaces.away(
                    from: box, width: metrics.width, height: metrics.height, distance: distance * metrics.height)
                where lead(request, style, metrics, corner, from: box) { return true }
            }
        }
        return false
    }

    /// Whether there is no room even for the narrowest letters, which costs no measuring: in a crowd.
    private func isHopeless(_ request: LabelRequest, beside box: Box, _ style: TextStyle) -> Bool {
        guard isCrowd, !isLarge(box) else { return false }
        // No letter is narrower than a quarter of its height; invisible ones are few.
        let width = style.size * 0.25
        let height = style.size * 0.7
        return !LabelPlaces.close(to: box, width: width, height: height, gap: style.size * 0.2, side: .right).contains { corner in
            ground.isFree(TurnedBox(Box(minX: corner.x, minY: corner.y, maxX: corner.x + width, maxY: corner.y + height)))
        }
    }

    private func smaller(_ style: TextStyle, _ scale: Double) -> TextStyle {
        var style = style
        style.size = max(min(style.size, Self.smallestSize), style.size * scale)
        return style
    }

    /// Upright letters stand on whole pixels, which keeps them crisp.
    private func box(_ metrics: TextMetrics, _ corner: PixelPoint, upright: Bool) -> Box {
        var corner = corner
        if upright {
            corner.x = (corner.x * 4).rounded() / 4
            corner.y = (corner.y + metrics.baseline).rounded() - metrics.baseline
        }
        return Box(minX: corner.x, minY: corner.y, maxX: corner.x + metrics.width, maxY: corner.y + metrics.height)
    }

    private mutating func settle(
        _ request: LabelRequest, _ style: TextStyle, _ metrics: TextMetrics, _ corner: PixelPoint
    ) -> Bool {
        let angle = request.angle.isFinite ? request.angle : 0
        let box = box(metrics, corner, upright: angle == 0)
        let shape = TurnedBox(box, angle: angle)
        guard bounds.contains(shape.bounds), ground.isFree(shape) else { return false }
        write(request, style, metrics, box, shape, angle)
        return true
    }

    private mutating func write(
        _ request: LabelRequest, _ style: TextStyle, _ metrics: TextMetrics, _ box: Box, _ shape: TurnedBox, _ angle: Double
    ) {
        ground.take(shape)
        result.texts[request.layer, default: []].append(
            PlacedText(
                request.text, style: style, box: box, inset: metrics.inset, baseline: metrics.baseline, angle: angle,
                title: request.title))
    }

    private mutating func lead(
        _ request: LabelRequest, _ style: TextStyle, _ metrics: TextMetrics, _ corner: PixelPoint, from thing: Box
    ) -> Bool {
        let box = box(metrics, corner, upright: true)
        let shape = TurnedBox(box)
        guard bounds.contains(box), ground.isFree(shape) else { return false }
        let line = Leader.line(from: thing, to: box)
        let width = max(0.7, style.size * 0.07)
        // Short of the thing it names, whose own room is taken, the line must be free.
        let start = Leader.leaves(thing, line)
        guard ground.isFree(TurnedBox(from: start, to: line.end, width: width + 2)) else { return false }
        write(request, style, metrics, box, shape, 0)
        ground.take(TurnedBox(from: line.start, to: line.end, width: width + 1))
        result.leaders[request.layer, default: []].append(
            Mark(.path([line.start, line.end], closed: false), stroke: Stroke(style.colour.withAlpha(0.8), width: width)))
        return true
    }

    /// A required text: the first place, shifted into the picture, in letters that fit its width.
    private mutating func force(_ request: LabelRequest, _ sizes: [TextStyle]) {
        var style = sizes[0]
        var metrics = measure.metrics(of: request.text, style: style)
        if metrics.width > bounds.width {
            style.size = max(Self.smallestSize, style.size * bounds.width / metrics.width * 0.98)
            metrics = measure.metrics(of: request.text, style: style)
        }
        let wanted: PixelPoint? =
            switch request.anchor {
            case .centred(let points): points.first { $0.x.isFinite && $0.y.isFinite }
            case .beside(let box): box.isFinite ? PixelPoint(x: box.maxX + metrics.width / 2, y: box.centre.y) : nil
            }
        guard let wanted else { return drop(request) }
        let corner = PixelPoint(
            x: max(bounds.minX, min(bounds.maxX - metrics.width, wanted.x - metrics.width / 2)),
            y: max(bounds.minY, min(bounds.maxY - metrics.height, wanted.y - metrics.height / 2)))
        let angle = request.angle.isFinite ? request.angle : 0
        let box = box(metrics, corner, upright: angle == 0)
        write(request, style, metrics, box, TurnedBox(box, angle: angle), angle)
    }

    private mutating func drop(_ request: LabelRequest) {
        let place: PixelPoint =
            switch request.anchor {
            case .centred(let points): points.first ?? PixelPoint(x: .nan, y: .nan)
            case .beside(let box): box.centre
            }
        result.dropped.append(DroppedLabel(layer: request.layer, text: request.text, place: place))
    }
}

extension Box {
    var isFinite: Bool { minX.isFinite && minY.isFinite && maxX.isFinite && maxY.isFinite && minX <= maxX && minY <= maxY }

    /// The part that both have; only for boxes that overlap.
    func intersection(_ other: Box) -> Box {
        Box(
            minX: max(minX, other.minX), minY: max(minY, other.minY), maxX: min(maxX, other.maxX), maxY: min(maxY, other.maxY))
    }
}
